import { type Html, html, type Piece } from '../../../../core/documents/html.ts'
import { pointsChange } from '../../../../core/figures.ts'
import { objectionSum } from '../../picks.ts'
import { changeText, type View } from '../view.ts'
import { narrative } from './narrative.ts'

/** The headline: a paragraph and the figures that a head of a bureau asks for. */
export function summary(view: View): Html {
  return html`<section id="summary"><h2>${view.text('report.summary')}</h2>
<p class="lead">${narrative(view)}</p>
<div class="cards">${cards(view)}</div></section>`
}

function cards(view: View): Html[] {
  const { data, text, format } = view
  const { rows, open, objections } = data
  const count = (figure: number | undefined) => (figure === undefined ? '—' : format.count(figure))
  const share = rows.received > 0 ? format.percent(rows.quarantined / rows.received) : '—'
  const previous = data.previous
  const change =
    data.scores && previous
      ? html`${text('report.against', { period: format.period(previous.period) })} ${changeText(view, pointsChange(data.scores.total, previous.total))}`
      : text('report.no_previous')
  return [
    card(data.scores ? format.score(data.scores.total) : '—', text('report.score'), change),
    card(
      format.count(rows.received),
      text('report.received_rows'),
      text('report.in_extracts', { extracts: format.count(data.extracts) }),
    ),
    card(
      format.count(rows.accepted),
      text('report.accepted_rows'),
      text('report.with_warnings', { rows: format.count(rows.warned) }),
    ),
    card(
      format.count(rows.quarantined),
      text('report.quarantined_rows'),
      text('report.share_of_received', { share }),
    ),
    card(
      link('violations', format.count(open.rejected)),
      text('report.open_rows'),
      text('report.and_warnings', { rows: format.count(open.warned) }),
      open.rejected > 0,
    ),
    card(
      link('objections', count(objectionSum(objections, 'open'))),
      text('report.open_objections'),
      objections
        ? text('report.raised_and_fixed', {
            raised: count(objectionSum(objections, 'raised')),
            fixed: count(objectionSum(objections, 'fixed')),
          })
        : text('report.no_objections'),
    ),
    card(
      link('objections', count(objectionSum(objections, 'overdue'))),
      text('report.overdue_objections'),
      text('report.working_days'),
      (objectionSum(objections, 'overdue') ?? 0) > 0,
    ),
    card(
      link('sources', format.count(data.overrides.length)),
      text('report.overrides'),
      text('report.overrides_note'),
      data.overrides.length > 0,
    ),
  ]
}

const link = (id: string, figure: string): Html => html`<a href="#${id}">${figure}</a>`

function card(figure: Piece, label: string, note: Piece, bad = false): Html {
  return html`<div class="card${bad ? ' bad' : ''}"><span>${label}</span><b>${figure}</b><small>${note}</small></div>`
}
