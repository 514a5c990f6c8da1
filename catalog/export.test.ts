import { describe, expect, it } from 'vitest'
import { hasText, locales } from '../core/locale.ts'
import { catalogue } from './catalogue.ts'
import { datasetSchema, fieldSchema, openingTypes, sharingTypes, updateCycles } from './dataset.ts'
import { sourcesOf } from './element.ts'
import { catalogueEntries, catalogueItems, elementMatrix } from './export.ts'

const lists = { catalogueEntries, catalogueItems, elementMatrix }

describe.each(Object.entries(lists))('%s', (_name, list) => {
  it.each(locales)('gives rows of the same columns, in words, in %s', (locale) => {
    const rows = list(catalogue, locale)
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(Object.keys(rows[0] ?? {}))
      for (const value of Object.values(row)) expect(value).not.toMatch(/catalog\.label|undefined/)
    }
  })
})

describe('catalogue entries', () => {
  const [household] = catalogueEntries(catalogue, 'zh-CN')

  it('have a row a dataset with every element of Article 10', () => {
    expect(catalogueEntries(catalogue, 'en')).toHaveLength(catalogue.datasets.length)
    expect(household).toMatchObject({
      code: '150000/public_security/household_registration',
      name: '户籍登记信息',
      category: '自然人基础库',
      provider: '自治区公安厅',
      collector: '自治区公安厅',
      approver: '自治区公安厅',
      form: '数据库表',
      sharing: '有条件共享',
      sharing_scope: '各级公共管理和服务机构',
      opening: '不予开放',
      update_cycle: '每日',
      grading: 'L4',
    })
    expect(household?.sharing_basis).toContain('户口登记条例')
    expect(household?.items).toContain('公民身份号码, 姓名, 性别')
  })

  it('name related datasets: those referred to and the authorities of copies', () => {
    const related = catalogueEntries(catalogue, 'en').find((row) => row.name === 'Social insurance')?.related
    expect(related).toBe(
      '150000/public_security/household_registration, 150000/market_regulation/market_entities, 150000/civil_affairs/social_organisations',
    )
  })
})

describe('catalogue items', () => {
  it('have a row a field', () => {
    const rows = catalogueItems(catalogue, 'zh-CN')
    expect(rows).toHaveLength(catalogue.datasets.flatMap((dataset) => dataset.fields).length)
    expect(
      rows.find((row) => row.dataset?.endsWith('/marriage_registration') && row.field === 'name'),
    ).toMatchObject({
      header: '姓名',
      element: 'person.name',
      role: '副本',
      grading: 'L3',
      mask: 'name',
      max_length: '100',
    })
  })
})

describe('the element matrix', () => {
  const row = (id: string) => elementMatrix(catalogue, 'en').find((each) => each.element === id)

  it('shows the source, the copies and what stands in', () => {
    expect(row('person.name')).toMatchObject({
      public_security: 'source',
      civil_affairs: 'copy',
      human_resources: 'copy (fallback)',
      health: 'copy',
      market_regulation: '',
    })
  })

  it('shows the key scopes of a shared authority', () => {
    expect(row('legal_entity.name')).toMatchObject({
      market_regulation: 'source 9*',
      civil_affairs: 'source 5*',
    })
  })

  it('has one source of every element, or one a key scope', () => {
    for (const element of catalogue.elements.filter((each) => !each.id.startsWith('record.'))) {
      const cells = Object.values(row(element.id) ?? {})
      const scopes = sourcesOf(element).filter((source) => source.keyPrefixes.length > 0).length
      expect([element.id, cells.filter((cell) => /^source( |$)/.test(cell)).length]).toEqual([
        element.id,
        Math.max(1, scopes),
      ])
    }
  })
})

describe('labels', () => {
  it('exist for every value that a dataset may have', () => {
    const values = {
      form: datasetSchema.shape.form.options,
      sharing: sharingTypes,
      opening: openingTypes,
      cycle: updateCycles,
      role: fieldSchema.shape.role.options,
    }
    for (const [kind, options] of Object.entries(values)) {
      for (const option of options) expect(hasText(`catalog.label.${kind}.${option}`)).toBe(true)
    }
  })
})
