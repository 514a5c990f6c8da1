import { type Html, html } from '../../../../core/documents/html.ts'
import type { View } from '../view.ts'

/** Title, whom it is about, of which time, and the grade. */
export function cover({ data, text, name, format }: View): Html {
  const { scores } = data
  const grade = scores
    ? html`<div class="grade"><b>${format.score(scores.total)}</b><span>${text('report.grade_is', { grade: text(`report.grade.${scores.grade}`) })}</span></div>`
    : ''
  const fact = (key: string, value: string) => html`<div><dt>${text(key)}</dt><dd>${value}</dd></div>`
  return html`<header class="cover">${grade}<div class="org">${name(data.scope.name)}</div>
<h1>${text('report.title')}</h1>
<dl>${fact('report.period', format.period(data.period))}${fact('report.data_until', format.day(data.asOf))}${fact('report.day', format.day(data.day))}${fact('report.standard', 'GB/T 36344-2018')}</dl>
</header>`
}
