import { type Html, html } from '../../../../core/documents/html.ts'
import type { ObjectionFigures, OpenObjection } from '../../data.ts'
import { table, type View } from '../view.ts'

/** How objections went: raised, open, overdue, mended, by department; and those that are open. */
export function objections(view: View): Html {
  const { objections: known } = view.data
  const { text } = view
  const body = known
    ? html`${figures(view, known.departments)}${known.open.length > 0 ? openOnes(view, known.open) : ''}`
    : html`<p>${text('report.no_objections')}</p>`
  return html`<section id="objections"><h2>${text('report.objections')}</h2>
<p class="note">${text('report.objections_note')}</p>
${body}</section>`
}

function figures({ text, name, format }: View, departments: ObjectionFigures[]): Html {
  const share = (value: number | undefined) => (value === undefined ? '—' : format.percent(value))
  const heads = ['raised', 'open', 'overdue', 'fixed', 'fix_rate', 'reopen_rate', 'mean_days']
  return table(
    [
      { head: text('report.department') },
      ...heads.map((key) => ({ head: text(`report.objections_${key}`), kind: 'n' as const })),
    ],
    departments.map((each) => ({
      cells: [
        name(each.department),
        ...[each.raised, each.open, each.overdue, each.fixed].map(format.count),
        share(each.fixRate),
        share(each.reopenRate),
        each.meanWorkingDays === undefined ? '—' : each.meanWorkingDays.toFixed(1),
      ],
    })),
  )
}

function openOnes({ text, name, format }: View, open: OpenObjection[]): Html {
  const rows = open.map((each) => ({
    cells: [
      String(each.id),
      html`${name(each.dataset)}<br><span class="note">${name(each.department)}</span>`,
      each.field || '—',
      each.words ? name(each.words) : '—',
      text(`report.state.${each.state}`),
      text('report.rows_of', { open: format.count(each.rowsOpen), rows: format.count(each.rows) }),
      html`<span class="${each.overdue ? 'down' : 'note'}">${each.due ? format.day(each.due) : text('report.no_due')}</span>`,
    ],
  }))
  const heads = ['objection', 'dataset', 'field', 'violation', 'state', 'rows_waiting', 'due']
  const columns = heads.map((key) => ({ head: text(`report.${key}`) }))
  return html`<details><summary>${text('report.open_list', { objections: open.length })}</summary>${table(columns, rows)}
<p class="note">${text('report.answer_how')} <code>shuyuan objections list</code></p></details>`
}
