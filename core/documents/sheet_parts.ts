import type ExcelJS from 'exceljs'

/** A4 across, as wide as one sheet of paper. */
export const A4_ACROSS = {
  paperSize: 9,
  orientation: 'landscape',
  fitToPage: true,
  fitToWidth: 1,
  fitToHeight: 0,
} as const satisfies Partial<ExcelJS.PageSetup>

/** A cell of one colour (ARGB). */
export function filled(argb: string): ExcelJS.Fill {
  return { type: 'pattern', pattern: 'solid', fgColor: { argb } }
}

/** A thin line of one colour (ARGB). */
export function thin(argb: string): Partial<ExcelJS.Border> {
  return { style: 'thin', color: { argb } }
}

/** A name that Excel takes for a sheet: no \ / * ? : [ ], at most 31 characters. */
export function sheetName(name: string): string {
  return name.replace(/[\\/*?:[\]]/g, ' ').slice(0, 31)
}

/** What a workbook made on `day` (ISO) says of its making. */
export function datedTo(
  day: string,
): Pick<ExcelJS.Workbook, 'created' | 'modified' | 'creator' | 'lastModifiedBy'> {
  const date = new Date(`${day}T00:00:00Z`)
  return { created: date, modified: date, creator: 'Shuyuan', lastModifiedBy: 'Shuyuan' }
}

/** The rows and columns of a sheet of `columns`, with its header, to be filtered. */
export function filterOf(columns: number): Exclude<ExcelJS.AutoFilter, string> {
  return { from: { row: 1, column: 1 }, to: { row: 1, column: columns } }
}
