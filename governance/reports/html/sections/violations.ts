import { type Html, html } from '../../../../core/documents/html.ts'
import type { ProblemRow, Violation } from '../../data.ts'
import { type Row, severityTag, table, type View } from '../view.ts'

/** Violations that are shown without unfolding, and printed. */
const SHOWN = 50

/** Violations, most rows first; each unfolds into the first of its rows. */
export function violations(view: View): Html {
  const { data, text } = view
  const number = (key: string) => ({ head: text(key), kind: 'n' as const })
  const columns = [
    { head: text('report.number'), kind: 'rank' as const },
    { head: text('report.dataset') },
    { head: text('report.field') },
    { head: text('report.violation') },
    { head: text('report.severity'), kind: 'c' as const },
    number('report.open'),
    number('report.share'),
    number('report.rows_in_period'),
    { head: text(own(view) ? 'report.due' : 'report.who_and_when'), kind: 'who' as const },
  ]
  const rows = data.violations.map((violation, at) => violationRow(view, violation, at))
  const rest = rows.slice(SHOWN)
  const more =
    rest.length > 0
      ? html`<details><summary>${text('report.more_violations', { kinds: rest.length })}</summary>${table(columns, rest)}</details>`
      : ''
  const body =
    rows.length > 0
      ? html`${table(columns, rows.slice(0, SHOWN))}${more}`
      : html`<p>${text('report.none_found')}</p>`
  return html`<section id="violations" class="page"><h2>${text('report.violations')}</h2>
<p class="note">${text('report.violations_note', { day: view.format.day(data.asOf) })}</p>
${body}</section>`
}

/** True where all violations are one department's. */
const own = ({ data }: View): boolean => data.scope.kind === 'department'

function violationRow(view: View, violation: Violation, at: number): Row {
  const { text, name, format } = view
  const due = violation.due
    ? text('report.due_on', { day: format.day(violation.due) })
    : text('report.no_due')
  return {
    id: `v${at + 1}`,
    cells: [
      String(at + 1),
      name(violation.datasetName),
      violation.field || '—',
      name(violation.words),
      severityTag(view, violation.severity),
      format.count(violation.failed),
      violation.checked > 0 ? format.percent(violation.failed / violation.checked) : '—',
      format.count(violation.fresh),
      own(view) ? due : html`${name(violation.department)}<br><span class="note">${due}</span>`,
    ],
    open: {
      summary: text('report.rows_behind', {
        shown: violation.rows.length,
        rows: format.count(violation.failed),
      }),
      body: html`${problemTable(view, violation.rows)}${whereAll(view, violation)}`,
    },
  }
}

/** How to get all rows: in the workbook, and by query. */
function whereAll({ text }: View, { rule, query }: Violation): Html {
  return html`<p class="note">${text('report.all_in_workbook', { sheet: text('report.rectify'), column: text('report.rule') })} <code>${rule}</code></p>
<p class="note">${text('report.all_by_query')} <code>${query}</code></p>`
}

function problemTable(view: View, rows: ProblemRow[]): Html {
  const { text, format } = view
  const disputed = rows.some(({ objection }) => objection !== undefined)
  return table(
    [
      { head: text('report.file') },
      { head: text('report.extract'), kind: 'n' },
      { head: text('report.line'), kind: 'n' },
      { head: text('report.key'), kind: 'v' },
      { head: text('report.value'), kind: 'v' },
      { head: text('report.city') },
      ...(disputed
        ? [{ head: text('report.objection') }, { head: text('report.state') }, { head: text('report.due') }]
        : []),
    ],
    rows.map((row) => ({
      cells: [
        row.file,
        String(row.extract),
        String(row.line),
        row.key || '—',
        row.value === undefined
          ? html`<span class="none">${text('report.hidden')}</span>`
          : row.value || text('report.empty'),
        row.division ? text(`report.division.${row.division}`) : '—',
        ...(disputed
          ? [
              row.objection ? String(row.objection) : '—',
              row.state ? text(`report.state.${row.state}`) : '—',
              row.due ? format.day(row.due) : row.noDue ? text(`report.no_due.${row.noDue}`) : '—',
            ]
          : []),
      ],
    })),
  )
}
