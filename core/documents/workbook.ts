import type ExcelJS from 'exceljs'
import { cellText } from './cells.ts'
import { A4_ACROSS, datedTo, filled, filterOf, sheetName, thin } from './sheet_parts.ts'

/** A column of a sheet: its header and its width in characters. */
export interface SheetColumn {
  header: string
  width: number
}

/** A sheet: a headed, filterable list. Numbers stay numbers, everything else is text, codes included. */
export interface Sheet {
  name: string
  columns: SheetColumn[]
  rows: (string | number)[][]
  /** Columns on the left that stay in view. */
  frozen?: number
  /** Background of a cell (ARGB), by what it says. */
  fill?: (value: string | number, column: number) => string | undefined
}

const HEADER = filled('FFE6F4FF')
const THIN = thin('FFD9D9D9')
const BORDER: Partial<ExcelJS.Borders> = { top: THIN, left: THIN, bottom: THIN, right: THIN }

/**
 * A workbook of these sheets, ready to print on A4 across. `day` (ISO) is its date of creation: equal sheets of one
 * day give equal bytes. No cell can be taken for a formula.
 */
export async function workbookBytes(sheets: Sheet[], day: string): Promise<Buffer> {
  const { default: Excel } = await import('exceljs')
  const book = new Excel.Workbook()
  Object.assign(book, datedTo(day))
  for (const sheet of sheets) addSheet(book, sheet)
  return withFixedDates(Buffer.from(await book.xlsx.writeBuffer()))
}

function addSheet(book: ExcelJS.Workbook, sheet: Sheet): void {
  const made = book.addWorksheet(sheetName(sheet.name), {
    views: [{ state: 'frozen', xSplit: sheet.frozen ?? 0, ySplit: 1 }],
    pageSetup: { ...A4_ACROSS },
  })
  made.columns = sheet.columns.map(({ width }) => ({ width }))
  made.pageSetup.printTitlesRow = '1:1'
  const header = made.addRow(sheet.columns.map((column) => cellText(column.header)))
  header.eachCell((cell) => {
    Object.assign(cell, { font: { bold: true }, fill: HEADER, border: BORDER })
    cell.alignment = { vertical: 'middle', wrapText: true }
  })
  for (const values of sheet.rows) addRow(made, sheet, values)
  made.autoFilter = filterOf(sheet.columns.length)
}

function addRow(made: ExcelJS.Worksheet, sheet: Sheet, values: (string | number)[]): void {
  const row = made.addRow(values.map((value) => (typeof value === 'string' ? cellText(value) : value)))
  row.eachCell({ includeEmpty: true }, (cell, at) => {
    const value = values[at - 1] ?? ''
    const argb = sheet.fill?.(value, at - 1)
    cell.border = BORDER
    cell.alignment = { vertical: 'top', wrapText: true }
    if (typeof value === 'string') cell.numFmt = '@'
    if (argb) cell.fill = filled(argb)
  })
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
/** 1980-01-01 00:00, the first moment that a ZIP archive can tell. */
const DOS_DATE = 0x0021

/**
 * The same ZIP archive with every member dated 1980-01-01, so that equal content gives equal bytes. Dates stand in
 * no checksum. Reads the central directory of a small archive (no ZIP64).
 */
function withFixedDates(archive: Buffer): Buffer {
  const fixed = Buffer.from(archive)
  const end = fixed.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || fixed.readUInt32LE(end) !== END) throw new Error('the workbook writer gave no ZIP archive')
  const members = fixed.readUInt16LE(end + 10)
  let at = fixed.readUInt32LE(end + 16)
  for (let member = 0; member < members; member += 1) {
    if (fixed.readUInt32LE(at) !== CENTRAL) throw new Error('the ZIP archive has a broken directory')
    setDate(fixed, at + 12)
    setDate(fixed, fixed.readUInt32LE(at + 42) + 10)
    at += 46 + fixed.readUInt16LE(at + 28) + fixed.readUInt16LE(at + 30) + fixed.readUInt16LE(at + 32)
  }
  return fixed
}

function setDate(buffer: Buffer, at: number): void {
  buffer.writeUInt16LE(0, at)
  buffer.writeUInt16LE(DOS_DATE, at + 2)
}
