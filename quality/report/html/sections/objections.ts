import { type Html, html } from '../html.ts'
import { table, type View } from '../view.ts'

/** How objections went: raised, open, overdue, mended. */
export function objections({ data, text, format }: View): Html {
  const { objections: figures } = data
  const share = (value: number | undefined) => (value === undefined ? '—' : format.percent(value))
  const body = figures
    ? table(
        ['raised', 'open', 'overdue', 'fixed', 'fix_rate', 'reopen_rate', 'mean_days'].map((key) => ({
          head: text(`report.objections_${key}`),
          kind: 'c' as const,
        })),
        [
          {
            cells: [
              ...[figures.raised, figures.open, figures.overdue, figures.fixed].map(format.count),
              share(figures.fixRate),
              share(figures.reopenRate),
              figures.meanWorkingDays === undefined ? '—' : figures.meanWorkingDays.toFixed(1),
            ],
          },
        ],
      )
    : html`<p>${text('report.no_objections')}</p>`
  return html`<section id="objections"><h2>${text('report.objections')}</h2>
<p class="note">${text('report.objections_note')}</p>
${body}</section>`
}
