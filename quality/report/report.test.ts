import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { expect, it } from 'vitest'
import type { ReportData } from './data.ts'
import { maskKey } from './escape.ts'
import { writeExcelReport } from './excel.ts'
import { renderHtmlReport } from './html.ts'

const hostile = ['=1+1', '+1', '-1', '@x', '\tx', '<script>alert(1)</script>']
const name = { 'zh-CN': '户籍<b>', en: 'Household' }
const data: ReportData = {
  department: name,
  asOf: '2026-09-01',
  datasets: [{ name, received: 3, accepted: 2, quarantined: 1, warned: 0 }],
  scores: [{ dimension: 'accuracy', score: 0.5, indicators: [] }],
  violations: [
    { code: 'citizen_id.check', dataset: name, field: 'citizen_id', severity: 'reject', failed: 1 },
  ],
  rows: hostile.map((file, at) => ({
    dataset: name,
    file,
    line: at,
    maskedKey: maskKey('150102190001010018'),
    codes: ['required'],
  })),
}

it('escapes hostile text and says violations in words', () => {
  const page = renderHtmlReport(data)
  expect(page).not.toContain('<script')
  expect(page).not.toContain('户籍<b>')
  expect(page).toContain('公民身份号码的校验码不正确')
  expect(page).toContain('50.00%')
  expect(page).not.toContain('150102190001010018')
})

it('writes no cell that a spreadsheet takes for a formula', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-'))
  const path = join(folder, 'report.xlsx')
  await writeExcelReport(data, path)
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(path)
  const files = hostile.map((_, at) => workbook.worksheets[1]?.getCell(at + 2, 2).value)
  expect(files).toEqual(hostile.map((each) => (each.startsWith('<') ? each : `'${each}`)))
  rmSync(folder, { recursive: true })
})
