import ExcelJS from 'exceljs'
import { neutralCell } from '../../quality/report/escape.ts'

/** A sheet that people fill in: some columns are fixed, some are theirs. */
export interface FormSheet {
  name: string
  columns: FormColumn[]
  /** Texts; no cell can be taken for a formula. */
  rows: AsyncIterable<string[]> | Iterable<string[]>
  /** Protects the cells of columns that are not `free` against slips of the hand. */
  protect?: boolean
}

export interface FormColumn {
  header: string
  width: number
  /** People fill it in. */
  free?: boolean
  /** What they may choose from. */
  choices?: string[]
}

const HEADER: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE6F4FF' } }
const FREE: ExcelJS.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFFBE6' } }
const LAST_ROW = 1_048_576

/** Writes the sheet as a workbook of its own, row by row. */
export async function writeForm(path: string, sheet: FormSheet): Promise<number> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useStyles: true })
  Object.assign(book, { creator: 'Shuyuan', lastModifiedBy: 'Shuyuan' })
  const made = book.addWorksheet(sheet.name, {
    views: [{ state: 'frozen', xSplit: 1, ySplit: 1 }],
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  })
  made.columns = sheet.columns.map(({ width }) => ({ width }))
  addHeader(made, sheet)
  let rows = 0
  for await (const values of sheet.rows) {
    addRow(made, sheet, values)
    rows += 1
  }
  sheet.columns.forEach(({ choices }, at) => {
    if (choices) addChoices(made, at + 1, choices, rows)
  })
  made.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: sheet.columns.length } }
  if (sheet.protect) await made.protect('', { formatColumns: true, autoFilter: true, sort: true })
  made.commit()
  await book.commit()
  return rows
}

function addHeader(made: ExcelJS.Worksheet, sheet: FormSheet): void {
  const header = made.addRow(sheet.columns.map((column) => neutralCell(column.header)))
  header.eachCell((cell) => {
    Object.assign(cell, { font: { bold: true }, fill: HEADER })
    cell.alignment = { vertical: 'middle', wrapText: true }
  })
  header.commit()
}

function addRow(made: ExcelJS.Worksheet, sheet: FormSheet, values: string[]): void {
  const row = made.addRow(values.map(neutralCell))
  sheet.columns.forEach(({ free }, at) => {
    const cell = row.getCell(at + 1)
    cell.numFmt = '@'
    if (!free) return
    cell.protection = { locked: false }
    cell.fill = FREE
  })
  row.commit()
}

/** A list to choose from, for all rows of a column at once. */
function addChoices(made: ExcelJS.Worksheet, column: number, choices: string[], rows: number): void {
  const letter = made.getColumn(column).letter
  const validations = (made as unknown as { dataValidations: { add(range: string, rule: object): void } })
    .dataValidations
  validations.add(`${letter}2:${letter}${Math.min(Math.max(2, rows + 1), LAST_ROW)}`, {
    type: 'list',
    allowBlank: true,
    formulae: [`"${choices.join(',')}"`],
    showErrorMessage: true,
    errorStyle: 'stop',
  })
}
