import { indicators as standard } from '../../../../catalog/rule.ts'
import type { Violation } from '../../data.ts'
import { type Html, html } from '../html.ts'
import { type Row, table, type View } from '../view.ts'

/** The twenty indicators of GB/T 36344, those not evaluated included, each with what brought it down. */
export function indicators(view: View): Html {
  const { data, text } = view
  const columns = [
    { head: text('report.dimension') },
    { head: text('report.indicator') },
    { head: text('report.evaluated'), kind: 'n' as const },
    { head: text('report.failed_elements'), kind: 'n' as const },
    { head: text('report.share_good'), kind: 'n' as const },
    { head: text('report.score'), kind: 'n' as const },
  ]
  const rows = Object.entries(standard).flatMap(([dimension, names]) =>
    names.map((indicator) => indicatorRow(view, dimension, indicator)),
  )
  return html`<section id="indicators" class="page"><h2>${text('report.indicators')}</h2>
<p class="note">${text('report.indicators_note', { period: view.format.period(data.period) })}</p>
${table(columns, rows)}</section>`
}

function indicatorRow(view: View, dimension: string, indicator: string): Row {
  const { data, text, format } = view
  const found = data.scores?.dimensions
    .find((each) => each.dimension === dimension)
    ?.indicators.find((each) => each.indicator === indicator)
  const labels = [text(`dimension.${dimension}`), text(`report.indicator.${indicator}`)]
  if (!found) return { cells: [...labels, '—', '—', '—', html`<span class="none">${text('report.not_evaluated')}</span>`] }
  const causes = data.violations.filter(
    (each) => each.dimension === dimension && each.indicator === indicator && each.fresh > 0,
  )
  return {
    cells: [...labels, format.count(found.evaluated), format.count(found.failed), format.percent(1 - found.failed / Math.max(1, found.evaluated)), format.score(found.score)],
    open: causes.length > 0 ? { summary: text('report.causes', { kinds: causes.length }), body: causeTable(view, causes) } : undefined,
  }
}

function causeTable(view: View, causes: Violation[]): Html {
  const { data, text, name, format } = view
  return table(
    [{ head: text('report.dataset') }, { head: text('report.field') }, { head: text('report.violation') }, { head: text('report.rows_in_period'), kind: 'n' }],
    causes.map((cause) => ({
      cells: [
        name(cause.datasetName),
        cause.field,
        text(`violation.${cause.code}`),
        html`<a href="#v${data.violations.indexOf(cause) + 1}">${format.count(cause.fresh)}</a>`,
      ],
    })),
  )
}
