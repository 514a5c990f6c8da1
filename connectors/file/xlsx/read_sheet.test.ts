import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, describe, expect, it } from 'vitest'
import { readSheet } from './read_sheet.ts'
import { zipOf } from './workbook.testing.ts'

const folder = mkdtempSync(join(tmpdir(), 'shuyuan-sheet-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'x.xlsx')
const wanted = {
  names: ['清单', 'list'],
  columns: { number: ['编号', 'number'], outcome: ['处理结果'], note: ['说明'] },
  optional: ['note' as const],
  mostRows: 5,
  mostBytes: 32 << 20,
}
const read = () => readSheet({ path, fileName: 'x.xlsx' }, wanted)
const HEADER = [' 编 号', '处理结果', '别的', '说明']

async function written(
  rows: ExcelJS.CellValue[][],
  change: (book: ExcelJS.Workbook, sheet: ExcelJS.Worksheet) => void = () => undefined,
  name = '清单',
) {
  const book = new ExcelJS.Workbook()
  book.addWorksheet('说明页').addRow(['编号', '处理结果'])
  const sheet = book.addWorksheet(name)
  for (const row of rows) sheet.addRow(row)
  change(book, sheet)
  await book.xlsx.writeFile(path)
}

describe('a sheet that a person filled in', () => {
  it('is read by its name and headers, whatever else there is', async () => {
    await written([HEADER, [1, ' 已更正 ', 'x', null], [], ['2', null, null, ''], [null, null, 'only this']])
    expect(await read()).toEqual([
      { line: 2, values: { number: '1', outcome: '已更正', note: null }, faults: {} },
      { line: 4, values: { number: '2', outcome: null, note: null }, faults: {} },
    ])
  })

  it('may leave out an optional column', async () => {
    await written([HEADER.slice(0, 2), [1, '其他']], undefined, 'list')
    expect(await read()).toMatchObject([{ values: { number: '1', outcome: '其他', note: null } }])
  })

  it('has no formula taken for a value, nor a number that lost digits', async () => {
    await written([HEADER, [{ formula: '1+1', result: 2 }, '其他', null, { formula: 'A1' }]])
    expect(await read()).toMatchObject([
      { values: { number: null, outcome: '其他' }, faults: { number: 'xlsx.formula', note: 'xlsx.formula' } },
    ])
    await written([HEADER, [1501021990010112 * 100, '其他']])
    expect(await read()).toMatchObject([{ faults: { number: 'xlsx.number_damaged' } }])
  })

  it.each<[string, string, () => Promise<void> | void]>([
    ['another sheet', 'sheet_missing', () => written([HEADER, [1, '其他']], undefined, 'other')],
    ['a missing column', 'sheet_columns', () => written([['编号', '说明'], [1]])],
    ['a column twice', 'sheet_columns', () => written([['编号', '处理结果', '编号'], [1]])],
    [
      'merged cells',
      'sheet_merged',
      () => written([HEADER, [1, 'a'], [2, 'b']], (_, sheet) => sheet.mergeCells('B2:B3')),
    ],
    [
      'too many rows',
      'sheet_rows',
      () => written([HEADER, ...Array.from({ length: 6 }, (_, n) => [n, 'x'])]),
    ],
    ['an empty sheet', 'sheet_empty', () => written([])],
    ['text', 'sheet_unreadable', () => writeFileSync(path, '编号,处理结果\n')],
    [
      'an archive of something else',
      'sheet_unreadable',
      () => writeFileSync(path, zipOf({ 'a.txt': Buffer.from('a') })),
    ],
    [
      'half an archive',
      'sheet_unreadable',
      () => writeFileSync(path, zipOf({ 'xl/workbook.xml': Buffer.alloc(9) }).subarray(0, 60)),
    ],
    [
      'entities',
      'sheet_unreadable',
      () =>
        writeFileSync(
          path,
          zipOf({ 'xl/workbook.xml': Buffer.from('<!DOCTYPE x [<!ENTITY a "b">]><workbook/>') }),
        ),
    ],
    [
      'a bomb',
      'sheet_too_large',
      () => writeFileSync(path, zipOf({ 'xl/workbook.xml': Buffer.alloc(64 << 20, ' ') })),
    ],
  ])('is refused with %s', async (_what, code, make) => {
    await make()
    const error = await read().catch((cause: unknown) => cause)
    expect(error).toMatchObject({ code: `connectors.${code}` })
    expect(String(error)).not.toMatch(/\{\w+\}|undefined/)
  })
})
