import { type Locale, render, type TextFields } from '../../core/locale.ts'
import './locale.ts'
import { writeForm } from '../../core/documents/form.ts'

/** What is wrong with one row of a sheet that was refused. */
export interface SheetFault {
  row: number
  code: string
  fields: TextFields
}

/** The fault in words. */
export function faultWords({ code, fields }: Pick<SheetFault, 'code' | 'fields'>, locale: Locale): string {
  return render(locale, `objections.fault.${code}`, fields)
}

/** Writes what is wrong with a refused sheet: its row numbers, each with its result. Nothing of what it said. */
export function writeResult(path: string, faults: SheetFault[], locale: Locale): Promise<number> {
  const rows = [...new Set(faults.map(({ row }) => row))].sort((a, b) => a - b)
  return writeForm(path, {
    name: render(locale, 'objections.column.result'),
    columns: [
      { header: render(locale, 'objections.column.line'), width: 10 },
      { header: render(locale, 'objections.column.result'), width: 90 },
    ],
    rows: rows.map((row) => [
      String(row),
      faults
        .filter((fault) => fault.row === row)
        .map((fault) => faultWords(fault, locale))
        .join('；'),
    ]),
  })
}
