import { indicators as standard } from '../../../catalog/indicators.ts'
import { type Book, type CellValue, openBook } from '../../../core/documents/list_book.ts'
import { percents, points, pointsChange } from '../../../core/figures.ts'
import type { Locale } from '../../../core/locale.ts'
import { propertiesOf } from '../../audit_heads.ts'
import type { Line, ProblemRow, ReportData } from '../data.ts'
import { type View, viewOf } from '../html/view.ts'
import { objectionSum, unplacedRows } from '../picks.ts'
import { problemCells, problemColumns } from './problem_columns.ts'

/**
 * Writes the report as a workbook: overview, scores, violations, and every row that has to be corrected, streamed.
 * Gives the number of those rows.
 */
export async function writeReportBook(
  data: ReportData,
  path: string,
  locale: Locale,
  rows: AsyncIterable<ProblemRow[]>,
): Promise<number> {
  const view = viewOf(data, locale)
  const book = openBook(path, data.day, { properties: data.audit && propertiesOf(data.audit) })
  await writeOverview(book, view)
  await writeScores(book, view)
  await writeViolations(book, view)
  await writeUnplaced(book, view)
  const written = await book.list(view.text('report.rectify'), problemColumns(view), cellsOf(view, rows))
  await book.close()
  return written
}

async function* cellsOf(view: View, chunks: AsyncIterable<ProblemRow[]>): AsyncGenerator<CellValue[]> {
  for await (const chunk of chunks) for (const row of chunk) yield problemCells(view, row)
}

async function writeOverview(book: Book, { data, text, name, format }: View): Promise<void> {
  const { scores, rows, open, objections } = data
  const items: [string, CellValue][] = [
    [text('report.region'), name(data.scope.name)],
    [text('report.period'), format.period(data.period)],
    [text('report.data_until'), data.asOf],
    [text('report.day'), data.day],
    [text('report.score'), scores && points(scores.total)],
    [text('report.grade'), scores ? text(`report.grade.${scores.grade}`) : undefined],
    [
      text('report.change'),
      scores && data.previous ? pointsChange(scores.total, data.previous.total) : undefined,
    ],
    [text('report.received_rows'), rows.received],
    [text('report.accepted_rows'), rows.accepted],
    [text('report.quarantined_rows'), rows.quarantined],
    // A city's are its own rows only; those of the region have a sheet.
    ...(data.scope.kind === 'city'
      ? []
      : [[text('report.unplaced_rows'), unplacedRows(data)] as [string, CellValue]]),
    [text('report.open_rows'), open.rejected],
    [text('report.open_objections'), objectionSum(objections, 'open')],
    [text('report.overdue_objections'), objectionSum(objections, 'overdue')],
    [text('report.overrides'), data.overrides.length],
    ...(scores?.dimensions ?? []).map(({ dimension, score }): [string, CellValue] => [
      text(`dimension.${dimension}`),
      points(score),
    ]),
    ...auditItems(data, text),
  ]
  const columns = [
    { header: text('report.item'), width: 26 },
    { header: text('report.figure'), width: 30 },
  ]
  await book.list(text('report.sheet_overview'), columns, items)
}

/** The end of the audit log, so that a printed overview tells how far the log was. */
function auditItems({ audit }: ReportData, text: View['text']): [string, CellValue][] {
  if (!audit) return []
  return [
    [text('report.audit_lines'), audit.count],
    [text('report.audit_hash'), audit.hash],
    [text('report.audit_key'), audit.keyId],
  ]
}

async function writeScores(book: Book, view: View): Promise<void> {
  const { data, text, name } = view
  const dimensions = Object.keys(standard)
  const number = (header: string, format?: string) => ({ header, width: 11, ...(format ? { format } : {}) })
  const columns = [
    { header: text('report.region'), width: 12 },
    { header: text('report.sheet_scores'), width: 34 },
    { header: text('report.department'), width: 28 },
    number(text('report.total'), '0.00'),
    { header: text('report.grade'), width: 9 },
    number(text('report.change'), '0.00'),
    ...dimensions.map((each) => number(text(`dimension.${each}`), '0.00')),
    ...['received', 'accepted', 'quarantined', 'warned', 'open'].map((each) =>
      number(text(`report.${each}`), '#,##0'),
    ),
  ]
  const line =
    (kind: string) =>
    (each: Line): CellValue[] => [
      text(`report.${kind}`),
      name(each.name),
      each.department && name(each.department),
      each.scores && points(each.scores.total),
      each.scores && text(`report.grade.${each.scores.grade}`),
      each.change,
      ...dimensions.map((dimension) => {
        const found = each.scores?.dimensions.find((other) => other.dimension === dimension)
        return found && points(found.score)
      }),
      ...[each.rows.received, each.rows.accepted, each.rows.quarantined, each.rows.warned, each.open],
    ]
  await book.list(text('report.sheet_scores'), columns, [
    ...data.departments.map(line('department')),
    ...data.cities.map(line('city')),
    ...data.datasets.map(line('dataset')),
  ])
}

async function writeViolations(book: Book, { data, text, name }: View): Promise<void> {
  const column = (key: string, width: number, format?: string) => ({
    header: text(`report.${key}`),
    width,
    ...(format ? { format } : {}),
  })
  const columns = [
    column('department', 28),
    column('dataset', 26),
    column('field', 20),
    column('violation', 46),
    column('severity', 9),
    column('open', 11, '#,##0'),
    column('checked', 12, '#,##0'),
    column('share', 10, '0.00%'),
    column('rows_in_period', 11, '#,##0'),
    column('due', 13),
    column('rule', 52),
    column('rule_version', 10),
  ]
  const rows = data.violations.map((each): CellValue[] => [
    name(each.department),
    name(each.datasetName),
    each.field,
    name(each.words),
    text(`severity.${each.severity}`),
    each.failed,
    each.checked,
    each.checked > 0 ? percents(each.failed / each.checked) / 100 : undefined,
    each.fresh,
    each.due,
    each.rule,
    each.version,
  ])
  await book.list(text('report.sheet_violations'), columns, rows)
}

/** The rows that no league or city counts; without any there is no such sheet. */
async function writeUnplaced(book: Book, { data, text, name }: View): Promise<void> {
  if (data.unplaced.length === 0) return
  const columns = [
    { header: text('report.department'), width: 28 },
    { header: text('report.dataset'), width: 26 },
    { header: text('report.received'), width: 12, format: '#,##0' },
    { header: text('report.unplaced_rows'), width: 14, format: '#,##0' },
    { header: text('report.share'), width: 10, format: '0.00%' },
  ]
  const rows = data.unplaced.map(({ department, dataset, received, rows: count }): CellValue[] => [
    ...[name(department), name(dataset), received, count],
    percents(count / received) / 100,
  ])
  await book.list(text('report.unplaced'), columns, rows)
}
