import { indicators as standard } from '../../../../catalog/indicators.ts'
import { type Html, html, type Piece } from '../../../../core/documents/html.ts'
import type { IndicatorCause } from '../../data.ts'
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
  if (!found)
    return {
      cells: [...labels, '—', '—', '—', html`<span class="none">${text('report.not_evaluated')}</span>`],
    }
  const causes = data.causes.filter((each) => each.dimension === dimension && each.indicator === indicator)
  return {
    cells: [
      ...labels,
      format.count(found.evaluated),
      format.count(found.failed),
      format.percent(1 - found.failed / Math.max(1, found.evaluated)),
      format.score(found.score),
    ],
    open:
      causes.length > 0
        ? { summary: text('report.causes', { kinds: causes.length }), body: causeTable(view, causes) }
        : undefined,
  }
}

function causeTable(view: View, causes: IndicatorCause[]): Html {
  const { text, name, format } = view
  return table(
    [
      { head: text('report.dataset') },
      { head: text('report.field') },
      { head: text('report.violation') },
      { head: text('report.failed_elements'), kind: 'n' },
      { head: text('report.where') },
    ],
    causes.map((cause) => ({
      cells: [
        cause.dataset ? name(cause.dataset) : '—',
        cause.field || '—',
        causeWords(view, cause),
        format.count(cause.failed),
        where(view, cause),
      ],
    })),
  )
}

function causeWords({ text, name }: View, { kind, source, words }: IndicatorCause): string {
  if (words) return name(words)
  return kind === 'extracts' || kind === 'catalogue'
    ? text(`report.cause.${source}`)
    : text(`report.cause.${kind}`)
}

/** Where the rows behind a cause are shown. */
function where({ data, text }: View, cause: IndicatorCause): Piece {
  const rule = cause.kind === 'keys' ? cause.source.replace(/^keys\./, '') : cause.source
  const at = data.violations.findIndex((violation) => violation.rule === rule)
  if (at >= 0) return html`<a href="#v${at + 1}">${text('report.rows_no', { number: at + 1 })}</a>`
  if (cause.kind === 'extracts') return html`<a href="#datasets">${text('report.datasets')}</a>`
  if (cause.kind === 'objections') return html`<a href="#objections">${text('report.objections')}</a>`
  return html`<code>${cause.source}</code>`
}
