import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hostileReport, hostileTexts } from '../report.testing.ts'
import { renderIndexPage } from './index_page.ts'
import { renderReportPage } from './report_page.ts'

const locales = ['zh-CN', 'en'] as const

describe.each(locales)('a report in %s', (locale) => {
  const page = renderReportPage(hostileReport(), locale)

  it('has no element, attribute or address that data brought in', () => {
    expect(page).not.toMatch(/<script|<img|<svg onload|<h1>x|<i>|<b>officer/)
    expect(
      [...page.matchAll(/<[a-z][^>]*>/g)].map(([tag]) => tag).filter((tag) => / on\w+=/.test(tag)),
    ).toEqual([])
    expect(page).not.toMatch(/(?:src|href)="(?!#|cities\/)/)
    expect(page).not.toMatch(/url\((?!#)|@import/)
  })

  it('carries a policy that allows its one style sheet and nothing else', () => {
    const css = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? ''
    const hash = createHash('sha256').update(css).digest('base64')
    expect(page).toContain(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    )
    expect(page).not.toMatch(/<[a-z][^>]* style=/)
    expect(page.match(/<style/g)).toHaveLength(1)
  })

  it('has words for everything and ids that occur once', () => {
    expect(page).not.toMatch(/report\.[a-z_]+(\.| \{)|violation\.[a-z]|undefined|NaN|\[object/)
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target)
  })

  it('is the same for the same', () => {
    expect(renderReportPage(hostileReport(), locale)).toBe(page)
  })
})

it('is Chinese in Chinese and has no Chinese but names in English', () => {
  const zh = renderReportPage(hostileReport(), 'zh-CN')
  expect(zh).toContain('公民身份号码的校验码不正确')
  expect(zh).toContain('2026年10月')
  expect(zh).toContain('98.21')
  expect(zh).toContain('1,234,567')
  const en = renderReportPage(hostileReport(), 'en')
  expect(en).toContain('October 2026')
  const text = en.replace(/<style>[\s\S]*?<\/style>/, '').replace(/公民身份号码|号码|＝1\+1/g, '')
  expect(text).not.toMatch(/\p{Script=Han}/u)
})

it('says the change of a score in points wherever it stands', () => {
  const page = renderReportPage(hostileReport(), 'zh-CN')
  const dimensions = /<section id="dimensions">[\s\S]*?<\/section>/.exec(page)?.[0] ?? ''
  const changes = [...page.matchAll(/▲ (\+[\d.]+)/g)].map(([, change]) => change)
  // 98.21 after 97.12, and the accuracy 98.21 after 95.00.
  expect(dimensions.match(/▲ \+[\d.]+/g)).toEqual(expect.arrayContaining(['▲ +3.21', '▲ +1.09']))
  expect(new Set(changes)).toEqual(new Set(['+1.09', '+3.21']))
})

it('opens every figure of a violation into its rows, the workbook and a query', () => {
  const page = renderReportPage(hostileReport(), 'zh-CN')
  const open = /id="v1"[\s\S]*?<tr class="open">([\s\S]*?)<\/details>/.exec(page)?.[1] ?? ''
  expect(open.match(/<tr>/g)?.length).toBe(hostileTexts.length + 1)
  expect(open).toContain('问题数据清单')
  expect(open).toContain('shuyuan query')
})

it('lists all reports on the index', () => {
  const data = hostileReport()
  const index = renderIndexPage([{ data, path: 'departments/civil_affairs' }], 'zh-CN')
  expect(index).toContain('href="departments/civil_affairs.html"')
  expect(index).toContain('href="departments/civil_affairs.xlsx"')
  expect(index).not.toContain('民政厅<b>')
})
