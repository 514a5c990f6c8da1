import { type Html, html } from '../../../../core/documents/html.ts'
import type { ExtractLine, Line } from '../../data.ts'
import { changeText, gradeTag, type Row, table, type View } from '../view.ts'

/** Registers by score, the best first, each with the extracts behind its figures. */
export function datasets(view: View): Html {
  return league(view, 'datasets', 'report.datasets', 'report.dataset', view.data.datasets)
}

/** Departments by score. */
export function departments(view: View): Html | string {
  if (view.data.departments.length === 0) return ''
  return league(view, 'departments', 'report.departments', 'report.department', view.data.departments)
}

function league(view: View, id: string, title: string, head: string, lines: Line[]): Html {
  const { text } = view
  const number = (key: string) => ({ head: text(key), kind: 'n' as const })
  const dated = lines.some((line) => line.freshness)
  const columns = [
    { head: text('report.rank'), kind: 'rank' as const },
    { head: text(head) },
    number('report.score'),
    { head: text('report.grade'), kind: 'c' as const },
    number('report.change'),
    ...['received', 'accepted', 'quarantined', 'open'].map((each) => number(`report.${each}`)),
    ...(dated ? [{ head: text('report.newest') }] : []),
  ]
  const ranked = lines.toSorted((a, b) => (b.scores?.total ?? -1) - (a.scores?.total ?? -1))
  return html`<section id="${id}"><h2>${text(title)}</h2>
<p class="note">${text('report.league_note', { period: view.format.period(view.data.period) })}</p>
${table(
  columns,
  ranked.map((line, at) => lineRow(view, line, at, dated)),
)}</section>`
}

function lineRow(view: View, line: Line, at: number, dated: boolean): Row {
  const { format, name, text } = view
  const { rows, scores, extracts } = line
  const shown = view.data.scope.kind !== 'department' && line.department
  const sent = (figure: number) =>
    rows.received > 0 ? format.count(figure) : html`<span class="none">—</span>`
  return {
    cells: [
      scores ? String(at + 1) : '—',
      shown && line.department
        ? html`${name(line.name)}<br><span class="note">${name(line.department)}</span>`
        : name(line.name),
      scores ? format.score(scores.total) : html`<span class="none">${text('report.not_sent')}</span>`,
      gradeTag(view, scores?.grade),
      changeText(view, line.change),
      sent(rows.received),
      sent(rows.accepted),
      sent(rows.quarantined),
      line.open > 0 ? html`<a href="#violations">${format.count(line.open)}</a>` : '0',
      ...(dated ? [freshnessText(view, line)] : []),
    ],
    open: extracts?.length
      ? {
          summary: text('report.extracts_behind', { extracts: extracts.length }),
          body: extractTable(view, extracts),
        }
      : undefined,
  }
}

function freshnessText({ format, text }: View, { freshness }: Line): Html {
  if (!freshness?.asOf) return html`<span class="none">${text('report.never')}</span>`
  const age = text('report.days_old', {
    days: freshness.age ?? 0,
    cycle: text(`report.cycle.${freshness.cycle}`),
  })
  return html`${format.day(freshness.asOf)}<br><span class="${freshness.late ? 'down' : 'note'}">${age}</span>`
}

function extractTable(view: View, extracts: ExtractLine[]): Html {
  const { text, format } = view
  return table(
    [
      { head: text('report.extract'), kind: 'n' },
      { head: text('report.file') },
      { head: text('report.mode') },
      { head: text('report.data_until') },
      { head: text('report.status') },
      ...['received', 'accepted', 'quarantined', 'warned'].map((key) => ({
        head: text(`report.${key}`),
        kind: 'n' as const,
      })),
    ],
    extracts.map(({ seq, file, mode, asOf, status, rows }) => ({
      cells: [
        String(seq),
        file,
        text(`report.mode.${mode}`),
        format.day(asOf),
        text(`report.status.${status}`),
        ...[rows.received, rows.accepted, rows.quarantined, rows.warned].map(format.count),
      ],
    })),
  )
}
