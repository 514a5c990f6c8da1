import { type Html, html } from '../../../core/documents/html.ts'
import { pointsChange } from '../../../core/figures.ts'
import type { Locale } from '../../../core/locale.ts'
import type { ReportData } from '../data.ts'
import { page } from './page.ts'
import { changeText, gradeTag, table, type View, viewOf } from './view.ts'

/** A report and where it lies, relative to the index, without the file's ending. */
export interface Listed {
  data: ReportData
  path: string
}

/** The page that leads to all reports. `region` gives the head; at least one report is listed. */
export function renderIndexPage(reports: Listed[], locale: Locale): string {
  const first = reports.find(({ data }) => data.scope.kind === 'region') ?? reports[0]
  if (!first) return ''
  const view = viewOf(first.data, locale)
  const { text, format } = view
  const title = text('report.index_title')
  const group = (kind: string) => reports.filter(({ data }) => data.scope.kind === kind)
  const body = html`<header class="cover"><h1>${title}</h1><dl>
<div><dt>${text('report.period')}</dt><dd>${format.period(first.data.period)}</dd></div>
<div><dt>${text('report.day')}</dt><dd>${format.day(first.data.day)}</dd></div></dl></header>
${['region', 'department', 'city'].map((kind) => listOf(view, kind, group(kind)))}
<footer>${text('report.index_footer')}</footer>`
  const { period, audit } = first.data
  return page({ locale, title, head: title, right: format.period(period), body, audit })
}

function listOf(view: View, kind: string, reports: Listed[]): Html | string {
  if (reports.length === 0) return ''
  const { text, name, format } = view
  const number = (key: string) => ({ head: text(`report.${key}`), kind: 'n' as const })
  return html`<section><h2>${text(`report.index_${kind}`)}</h2>
${table(
  [
    { head: text(`report.${kind}`) },
    { head: text('report.period') },
    number('score'),
    { head: text('report.grade'), kind: 'c' },
    number('change'),
    ...['received', 'quarantined', 'open'].map(number),
    { head: text('report.workbook'), kind: 'c' },
  ],
  reports.map(({ data, path }) => ({
    cells: [
      html`<a href="${path}.html">${name(data.scope.name)}</a>`,
      format.period(data.period),
      data.scores ? format.score(data.scores.total) : '—',
      gradeTag(view, data.scores?.grade),
      changeText(
        view,
        data.scores && data.previous ? pointsChange(data.scores.total, data.previous.total) : undefined,
      ),
      ...[data.rows.received, data.rows.quarantined, data.open.rejected].map(format.count),
      html`<a href="${path}.xlsx">Excel</a>`,
    ],
  })),
)}</section>`
}
