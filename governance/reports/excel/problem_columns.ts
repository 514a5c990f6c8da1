import type { BookColumn, CellValue } from '../../../core/documents/list_book.ts'
import type { ProblemRow } from '../data.ts'
import type { View } from '../html/view.ts'

/** For the department's own use: what it did about the row, in the words of the answer sheet. */
const ANSWERS: [string, number][] = [
  ['answer_outcome', 12],
  ['answer_note', 30],
  ['answer_resend', 14],
]

/** Columns of the rectification list: where the row is, what is wrong, whose it is, until when. */
export function problemColumns({ data, text }: View): BookColumn[] {
  const widths: [string, number][] = [
    ['department', 26],
    ['dataset', 24],
    ['field', 18],
    ['violation', 44],
    ['severity', 8],
    ['key', 24],
    ['value', 28],
    ['line', 10],
    ['file', 44],
    ['extract', 8],
    ['rows_period', 10],
    ['city', 14],
    ['rule', 50],
    ['rule_version', 9],
    ['objection', 10],
    ['state', 10],
    ['due', 16],
    ...(data.scope.kind === 'department' ? ANSWERS : []),
  ]
  return widths.map(([key, width]) => ({ header: text(`report.${key}`), width }))
}

export function problemCells({ text, name }: View, row: ProblemRow): CellValue[] {
  return [
    name(row.department),
    name(row.dataset),
    row.field,
    name(row.words),
    text(`severity.${row.severity}`),
    row.key,
    row.value ?? text('report.hidden'),
    row.line,
    row.file,
    row.extract,
    row.period,
    row.division && text(`report.division.${row.division}`),
    row.rule,
    row.version,
    row.objection,
    row.state && text(`report.state.${row.state}`),
    row.due ?? (row.noDue && text(`report.no_due.${row.noDue}`)),
  ]
}
