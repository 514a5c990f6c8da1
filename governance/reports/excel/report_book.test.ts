import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readProperties } from '../../../connectors/file/xlsx/properties.ts'
import { openArchive } from '../../../connectors/file/zip.ts'
import { cellText } from '../../../core/documents/cells.ts'
import { openBook } from '../../../core/documents/list_book.ts'
import { auditProperties } from '../../audit_heads.ts'
import type { ProblemRow } from '../data.ts'
import { viewOf } from '../html/view.ts'
import { hostileReport, hostileTexts, problemRow } from '../report.testing.ts'
import { problemCells } from './problem_columns.ts'
import { writeReportBook } from './report_book.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-book-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function* chunked(rows: ProblemRow[]) {
  yield rows
}

async function read(path: string): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(path)
  return workbook
}

describe.each(['zh-CN', 'en'] as const)('the workbook in %s', (locale) => {
  it('has every row as it was given, and no cell that is a formula', async () => {
    const data = hostileReport()
    const rows = hostileTexts.map((text, line) => problemRow({ value: text, file: text, key: text, line }))
    const path = join(folder, `${locale}.xlsx`)
    expect(await writeReportBook(data, path, locale, chunked(rows))).toBe(rows.length)
    const workbook = await read(path)
    const list = workbook.worksheets.at(-1)
    const view = viewOf(data, locale)
    for (const [at, row] of rows.entries()) {
      const expected = problemCells(view, row).map((value) =>
        typeof value === 'string' ? asRead(cellText(value)) : value,
      )
      expect(list?.getRow(at + 2).values).toEqual([undefined, ...expected])
    }
    expect(list?.rowCount).toBe(rows.length + 1)
    for (const sheet of workbook.worksheets) {
      expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
      expect(sheet.autoFilter).toBeTruthy()
      sheet.eachRow((each) =>
        each.eachCell((cell) => {
          expect(cell.type).not.toBe(ExcelJS.ValueType.Formula)
          expect(String(cell.value)).not.toMatch(/^[=+@＝＋＠\t\r]|^-(?!\d)/)
        }),
      )
    }
  })
})

/** exceljs resolves entities twice when it reads; carriage returns become line feeds in XML. */
const asRead = (text: string) => text.replace(/\r/g, '\n').replace('&amp;&lt;', '&<')

it('gives the same bytes for the same report', async () => {
  const [one, two] = [join(folder, 'one.xlsx'), join(folder, 'two.xlsx')]
  await writeReportBook(hostileReport(), one, 'zh-CN', chunked([problemRow()]))
  await new Promise((resolve) => setTimeout(resolve, 2100))
  await writeReportBook(hostileReport(), two, 'zh-CN', chunked([problemRow()]))
  expect(readFileSync(two).equals(readFileSync(one))).toBe(true)
})

describe('the end of the audit log', () => {
  const audit = { count: 6, hash: 'a'.repeat(64), at: '2026-11-24T00:00:06.000Z', keyId: 'b'.repeat(32) }
  const signed = { ...audit, signature: 'c'.repeat(128) }

  it('is in the overview, and in properties that the other parts tell of', async () => {
    const path = join(folder, 'audited.xlsx')
    await writeReportBook({ ...hostileReport(), audit: signed }, path, 'en', chunked([]))
    const texts = await readProperties({ path, fileName: 'audited.xlsx' })
    expect(Object.fromEntries(texts)).toEqual({
      [auditProperties.count]: '6',
      [auditProperties.hash]: signed.hash,
      [auditProperties.at]: signed.at,
      [auditProperties.keyId]: signed.keyId,
      [auditProperties.signature]: signed.signature,
    })
    const overview = (await read(path)).worksheets[0]?.getSheetValues() ?? []
    expect(overview).toContainEqual([undefined, 'SHA-256 of its last line', signed.hash])
    const types = await part(path, '[Content_Types].xml')
    expect(types.match(/PartName="\/docProps\/custom.xml"/g)).toHaveLength(1)
    expect((await part(path, '_rels/.rels')).match(/relationships\/custom-properties"/g)).toHaveLength(1)
  })

  it('is left out of a log without lines as far as there is none, and of a book without it', async () => {
    const path = join(folder, 'none.xlsx')
    await writeReportBook({ ...hostileReport(), audit: { ...signed, at: null } }, path, 'en', chunked([]))
    expect((await readProperties({ path, fileName: 'x' })).has(auditProperties.at)).toBe(false)
    await writeReportBook(hostileReport(), path, 'en', chunked([]))
    expect((await readProperties({ path, fileName: 'x' })).size).toBe(0)
    expect(await part(path, '[Content_Types].xml')).not.toContain('custom')
  })

  it('gives the same bytes for the same end', async () => {
    const [one, two] = [join(folder, 'three.xlsx'), join(folder, 'four.xlsx')]
    for (const path of [one, two])
      await writeReportBook({ ...hostileReport(), audit: signed }, path, 'en', chunked([problemRow()]))
    expect(readFileSync(two).equals(readFileSync(one))).toBe(true)
  })
})

/** A part of the archive as text. */
async function part(path: string, name: string): Promise<string> {
  const archive = await openArchive(path, { dataset: { id: '-' }, fileName: name }, 'workbook')
  try {
    const entry = archive.entries.find(({ fileName }) => fileName === name)
    if (!entry) throw new Error(`no part ${name}`)
    return Buffer.concat(await (await archive.open(entry)).toArray()).toString('utf8')
  } finally {
    archive.close()
  }
}

it('splits a long list over sheets, each with its header', async () => {
  const path = join(folder, 'split.xlsx')
  const book = openBook(path, '2026-10-20', { rowsPerSheet: 10 })
  const rows = Array.from({ length: 25 }, (_, at) => [at, `行${at}`])
  const columns = [
    { header: '号', width: 8 },
    { header: '名', width: 8 },
  ]
  expect(await book.list('清单', columns, rows)).toBe(25)
  await book.close()
  const { worksheets } = await read(path)
  expect(worksheets.map(({ name, rowCount }) => [name, rowCount])).toEqual([
    ['清单', 11],
    ['清单 2', 11],
    ['清单 3', 6],
  ])
  expect(worksheets[2]?.getRow(2).values).toEqual([undefined, 20, '行20'])
})
