import type ExcelJS from 'exceljs'
import { cellText } from './cells.ts'
import type { CustomProperties } from './custom_properties.ts'
import { A4_ACROSS, filled, filterOf } from './sheet_parts.ts'
import { openWriter, type WorkbookWriter } from './workbook_writer.ts'

/** A sheet that people fill in: some columns are fixed, some are theirs. */
export interface FormSheet {
  name: string
  columns: FormColumn[]
  /** Texts; no cell can be taken for a formula. */
  rows: AsyncIterable<string[]> | Iterable<string[]>
  /** Protects the cells of columns that are not `free` against slips of the hand. */
  protect?: boolean
  /** Stands above each printed page. */
  title?: string
  /** The day of making that the workbook states, ISO; left out: none that tells anything. Equal forms are equal bytes. */
  day?: string
  properties?: CustomProperties
  /** A sheet of its own that says how to fill the form in. */
  instructions?: { name: string; lines: string[] }
}

export interface FormColumn {
  header: string
  width: number
  /** People fill it in. */
  free?: boolean
  /** What they may choose from. */
  choices?: string[]
  /** Of no use on paper: stands to the right of what is printed. */
  unprinted?: boolean
}

const HEADER = filled('FFE6F4FF')
const FREE = filled('FFFFFBE6')
const LAST_ROW = 1_048_576
/** Writes the sheet as a workbook of its own, row by row. */
export async function writeForm(path: string, sheet: FormSheet): Promise<number> {
  const book = openWriter(path, { day: sheet.day ?? '1980-01-01', properties: sheet.properties })
  const printed = sheet.columns.filter(({ unprinted }) => !unprinted).length
  const made = inSchemaOrder(
    book.addWorksheet(sheet.name, {
      views: [{ state: 'frozen', xSplit: 1, ySplit: 1 }],
      pageSetup: {
        ...A4_ACROSS,
        printTitlesRow: '1:1',
      },
      headerFooter: { oddHeader: `&C&B${harmless(sheet.title ?? sheet.name)}`, oddFooter: '&C&P / &N' },
    }),
  )
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
  made.autoFilter = filterOf(sheet.columns.length)
  if (sheet.protect) await made.protect('', { formatColumns: true, autoFilter: true, sort: true })
  made.pageSetup.printArea = `A$1:${letterOf(printed)}$${rows + 1}`
  made.commit()
  if (sheet.instructions) addInstructions(book, sheet.instructions)
  await book.commit()
  return rows
}

/** Codes of headers and footers begin with `&`. */
const harmless = (title: string) => title.replace(/&/g, '＆')

function letterOf(column: number): string {
  const before = Math.floor((column - 1) / 26)
  return (before > 0 ? letterOf(before) : '') + String.fromCharCode(65 + ((column - 1) % 26))
}

/**
 * Has the writer write protection before filter and validations, as the schema of worksheets orders them (ECMA-376
 * part 1, CT_Worksheet): it would write it last.
 */
function inSchemaOrder(made: ExcelJS.Worksheet): ExcelJS.Worksheet {
  const writer = made as unknown as Record<'_writeSheetProtection' | '_writeAutoFilter', () => void>
  const protection = writer._writeSheetProtection.bind(made)
  const filter = writer._writeAutoFilter.bind(made)
  writer._writeSheetProtection = () => undefined
  writer._writeAutoFilter = () => {
    protection()
    filter()
  }
  return made
}

function addInstructions(book: WorkbookWriter, { name, lines }: { name: string; lines: string[] }): void {
  const made = book.addWorksheet(name, { pageSetup: { ...A4_ACROSS } })
  made.columns = [{ width: 110 }]
  for (const line of lines) {
    const row = made.addRow([cellText(line)])
    row.getCell(1).alignment = { vertical: 'top', wrapText: true }
    row.commit()
  }
  made.commit()
}

function addHeader(made: ExcelJS.Worksheet, sheet: FormSheet): void {
  const header = made.addRow(sheet.columns.map((column) => cellText(column.header)))
  header.eachCell((cell) => {
    Object.assign(cell, { font: { bold: true }, fill: HEADER })
    cell.alignment = { vertical: 'middle', wrapText: true }
  })
  header.commit()
}

function addRow(made: ExcelJS.Worksheet, sheet: FormSheet, values: string[]): void {
  const row = made.addRow(values.map(cellText))
  sheet.columns.forEach(({ free }, at) => {
    const cell = row.getCell(at + 1)
    cell.numFmt = '@'
    cell.alignment = { vertical: 'top', wrapText: true }
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
