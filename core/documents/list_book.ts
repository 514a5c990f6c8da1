import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type ExcelJS from 'exceljs'
import { cellText } from './cells.ts'
import type { CustomProperties } from './custom_properties.ts'
import { A4_ACROSS, filled, filterOf, sheetName, thin } from './sheet_parts.ts'
import { openWriter, type WorkbookWriter } from './workbook_writer.ts'

/** Rows of a sheet below its header; Excel has room for 1,048,576. */
const ROWS_PER_SHEET = 1_000_000
/** After so many rows the writer waits until what was written has gone to the disk. */
const ROWS_AT_ONCE = 2_000

export type CellValue = string | number | undefined
export interface BookColumn {
  header: string
  width: number
  /** Format of numbers, as `0.00`. */
  format?: string
}

/** A workbook that is written row by row: what is written is not kept in memory. */
export interface Book {
  /** A headed, filterable list; split over sheets of `ROWS_PER_SHEET` rows. Gives the number of rows. */
  list(name: string, columns: BookColumn[], rows: RowSource): Promise<number>
  close(): Promise<void>
}
export type RowSource = Iterable<CellValue[]> | AsyncIterable<CellValue[]>

const HEADER = filled('FFE9EFF7')
const THIN = thin('FFB8C4D2')

export interface BookOptions {
  rowsPerSheet?: number
  properties?: CustomProperties | undefined
}

/** Opens `path` for writing. `day` (ISO) is the date of creation that the workbook states. */
export function openBook(path: string, day: string, options: BookOptions = {}): Book {
  const workbook = openWriter(path, { day, properties: options.properties, level: 4 })
  const perSheet = options.rowsPerSheet ?? ROWS_PER_SHEET
  return {
    list: (name, columns, rows) => writeList(workbook, name, columns, rows, perSheet),
    close: () => workbook.commit(),
  }
}

async function writeList(
  workbook: WorkbookWriter,
  name: string,
  columns: BookColumn[],
  rows: RowSource,
  perSheet: number,
): Promise<number> {
  let [written, part] = [0, 1]
  let sheet = addSheet(workbook, name, columns)
  for await (const row of rows) {
    if (written > 0 && written % perSheet === 0) {
      sheet.commit()
      part += 1
      sheet = addSheet(workbook, `${name} ${part}`, columns)
    }
    sheet.addRow(row.map(cell)).commit()
    written += 1
    if (written % ROWS_AT_ONCE === 0) await drained(sheet)
  }
  sheet.commit()
  return written
}

const cell = (value: CellValue): string | number | null =>
  typeof value === 'string' ? cellText(value) : (value ?? null)

function addSheet(workbook: WorkbookWriter, name: string, columns: BookColumn[]): ExcelJS.Worksheet {
  const sheet = workbook.addWorksheet(sheetName(name), {
    views: [{ state: 'frozen', xSplit: 0, ySplit: 1 }],
    pageSetup: { ...A4_ACROSS },
  })
  sheet.columns = columns.map(({ width, format }) => ({
    width,
    ...(format ? { style: { numFmt: format } } : {}),
  }))
  sheet.pageSetup.printTitlesRow = '1:1'
  sheet.autoFilter = filterOf(columns.length)
  const header = sheet.addRow(columns.map((column) => cellText(column.header)))
  header.eachCell((each) => {
    Object.assign(each, { font: { bold: true, color: { argb: 'FF17365F' } }, fill: HEADER })
    each.border = { bottom: THIN, right: THIN }
    each.alignment = { vertical: 'middle', wrapText: true }
  })
  header.commit()
  return sheet
}

/** Waits until the compression has taken what was written: memory holds a part of the list, however long it is. */
async function drained(sheet: ExcelJS.Worksheet): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve))
  const { pipes } = (sheet as unknown as { stream: { pipes: Pipe[] } }).stream
  for (const pipe of pipes) if (pipe._writableState.needDrain) await once(pipe, 'drain')
}

/** A stream of readable-stream 2, which the archive uses: it does not tell `writableNeedDrain`. */
type Pipe = Writable & { _writableState: { needDrain: boolean } }
