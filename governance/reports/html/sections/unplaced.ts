import { type Html, html } from '../../../../core/documents/html.ts'
import { table, type View } from '../view.ts'

/** The rows that belong to no league or city, by register: what reports of cities do not count. */
export function unplaced({ data, text, name, format }: View): Html | string {
  if (data.unplaced.length === 0) return ''
  const columns = [
    { head: text('report.dataset') },
    { head: text('report.department') },
    { head: text('report.received'), kind: 'n' as const },
    { head: text('report.unplaced_rows'), kind: 'n' as const },
    { head: text('report.share'), kind: 'n' as const },
  ]
  const rows = data.unplaced.map(({ dataset, department, received, rows: count }) => ({
    cells: [
      name(dataset),
      name(department),
      format.count(received),
      format.count(count),
      format.percent(count / received),
    ],
  }))
  return html`<section id="unplaced"><h2>${text('report.unplaced')}</h2>
<p class="note">${text('report.unplaced_note', { period: format.period(data.period) })}</p>
${table(columns, rows)}</section>`
}
