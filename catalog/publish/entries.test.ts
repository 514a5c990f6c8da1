import { describe, expect, it } from 'vitest'
import { locales } from '../../core/locale.ts'
import { catalogue } from '../catalogue.ts'
import type { Dataset } from '../dataset.ts'
import { articleWords } from './article.ts'
import { catalogueEntries } from './entries.ts'
import { entryRows, itemRows } from './entry_rows.ts'
import { departmentAt } from './local_department.ts'

const datasets = catalogue.datasets.map((dataset, at): Dataset => {
  return { ...dataset, levels: at === 0 ? ['region', 'city', 'county'] : ['region'] }
})
const entries = catalogueEntries({ ...catalogue, datasets })
const at = (code: string) => entries.find((entry) => entry.code === code)

describe('catalogue entries', () => {
  it('are one a register at the region, and one a division of every level at which it is collected', () => {
    const count = (level: string) => entries.filter((entry) => entry.level === level).length
    expect(count('region')).toBe(catalogue.datasets.length)
    expect(count('city')).toBe(12)
    expect(count('county')).toBe(103)
    expect(new Set(entries.map((entry) => entry.code)).size).toBe(entries.length)
  })

  it('carry the code, the departments and the reviewer of their level', () => {
    const names = (code: string) => {
      const { provider, approver, reviewer } = at(code) ?? {}
      return [provider?.['zh-CN'], approver?.['zh-CN'], reviewer?.['zh-CN']]
    }
    const code = (division: string) => `${division}/public_security/household_registration`
    expect(names(code('150000'))).toEqual(['自治区公安厅', '自治区公安厅', '自治区政务服务与数据管理局'])
    expect(names(code('150400'))).toEqual(['赤峰市公安局', '赤峰市公安局', '自治区政务服务与数据管理局'])
    expect(names(code('150421'))).toEqual([
      '阿鲁科尔沁旗公安局',
      '阿鲁科尔沁旗公安局',
      '赤峰市公共数据主管部门',
    ])
  })

  it.each(locales)('become rows of the same columns, in words, in %s', (locale) => {
    const rows = entryRows(catalogue, entries, locale)
    expect(rows).toHaveLength(entries.length)
    for (const row of [...rows, ...itemRows(catalogue, catalogueEntries(catalogue, ['region']), locale)]) {
      for (const value of Object.values(row)) expect(value).not.toMatch(/catalog\.label|undefined|\{\w+\}/)
    }
    for (const row of rows) expect(Object.keys(row)).toEqual(Object.keys(rows[0] ?? {}))
  })

  it('have every element of Article 10', () => {
    const [row] = entryRows(catalogue, entries, 'zh-CN')
    expect(row).toMatchObject({
      name: '户籍登记信息',
      level: '自治区',
      category: '自然人基础库',
      form: '数据库表',
      sharing: '有条件共享',
      sharing_scope: '各级公共管理和服务机构',
      opening: '非开放',
      contact: '自治区公安厅',
      update_cycle: '每日',
      grading: 'L4',
    })
    expect(row?.sharing_basis).toContain('户口登记条例')
    expect(row?.sharing_reason).toContain('个人信息')
    expect(row?.keywords).toContain('出生日期')
  })

  it('name everybody who collects, where Article 13 names several, and the office to ask', () => {
    const contact = {
      office: { 'zh-CN': '数据资源处', en: 'Data office' },
      telephone: '0471-0000000',
      email: 'data@example.org',
    }
    const departments = catalogue.departments.map((each) =>
      each.id === 'public_security' ? { ...each, contact } : each,
    )
    const own = { ...catalogue, departments }
    const rows = entryRows(own, catalogueEntries(own, ['region']), 'zh-CN')
    const row = rows.find(({ name }) => name === '流动人口居住登记信息')
    expect(row).toMatchObject({
      provider: '自治区公安厅',
      collector: '自治区公安厅、流动人口服务管理部门、苏木乡镇人民政府、街道办事处',
      contact: '数据资源处 0471-0000000 data@example.org',
    })
    expect(row?.items).toContain('公民身份号码、姓名、性别')
  })
})

describe('names of local departments', () => {
  const division = { code: '150100', name: '呼和浩特市', level: 'city' as const, validFrom: '1982-01-01' }
  it.each([
    ['自治区公安厅', '呼和浩特市公安局'],
    ['自治区残疾人联合会', '呼和浩特市残疾人联合会'],
    ['国家税务总局内蒙古自治区税务局', '国家税务总局呼和浩特市税务局'],
    ['自治区高级人民法院', '呼和浩特市中级人民法院'],
  ])('%s is %s', (region, city) => {
    expect(departmentAt({ id: 'x', name: { 'zh-CN': region, en: 'X' } }, division)).toEqual({
      'zh-CN': city,
      en: 'X (150100 呼和浩特市)',
    })
  })
})

describe('articles', () => {
  it('are named as the regulation names them', () => {
    expect(articleWords('13(11)', 'zh-CN')).toBe('第十三条第（十一）项')
    expect(articleWords('20', 'zh-CN')).toBe('第二十条')
    expect(articleWords('18', 'en')).toBe('Article 18')
    expect(articleWords(undefined, 'en')).toBe('')
  })
})
