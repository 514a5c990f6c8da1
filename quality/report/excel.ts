import ExcelJS from 'exceljs'
import { type Locale, render } from '../../core/locale.ts'
import '../locale.ts'
import type { RectifyRow, ReportData } from './data.ts'
import { neutralCell } from './escape.ts'

const ROWS_PER_SHEET = 1_000_000

/** Writes the same report as a workbook, row by row. Pass `rows` to stream more than `data.rows` holds. */
export async function writeExcelReport(
  data: ReportData,
  path: string,
  options: { locale?: Locale; rows?: AsyncIterable<RectifyRow> | Iterable<RectifyRow> } = {},
): Promise<void> {
  const locale = options.locale ?? 'zh-CN'
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path })
  const sheet = (title: string, headers: string[]) => {
    const made = workbook.addWorksheet(title)
    made.addRow(headers.map((each) => render(locale, `report.${each}`))).commit()
    return made
  }
  const summary = sheet(render(locale, 'report.rows'), [
    'dataset',
    'received',
    'accepted',
    'quarantined',
    'warned',
  ])
  for (const each of data.datasets) {
    summary
      .addRow(cells([each.name[locale], each.received, each.accepted, each.quarantined, each.warned]))
      .commit()
  }
  summary.commit()
  const headers = ['dataset', 'file', 'line', 'key', 'violation']
  const title = (part: number) => `${render(locale, 'report.rectify')}${part > 1 ? ` ${part}` : ''}`
  let [part, written] = [1, 0]
  let list = sheet(title(part), headers)
  for await (const row of options.rows ?? data.rows) {
    if (written > 0 && written % ROWS_PER_SHEET === 0) {
      list.commit()
      part += 1
      list = sheet(title(part), headers)
    }
    const wording = row.codes.map((code) => render(locale, `violation.${code}`)).join('；')
    list.addRow(cells([row.dataset[locale], row.file, row.line, row.maskedKey, wording])).commit()
    written += 1
  }
  list.commit()
  await workbook.commit()
}

function cells(values: (string | number)[]): (string | number)[] {
  return values.map((value) => (typeof value === 'string' ? neutralCell(value) : value))
}
