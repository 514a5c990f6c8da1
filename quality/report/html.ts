import { type Locale, render } from '../../core/locale.ts'
import '../locale.ts'
import { bars } from './bars.ts'
import type { ReportData } from './data.ts'
import { escapeHtml } from './escape.ts'

const STYLE = `body{font:14px/1.6 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:180mm;margin:0 auto;color:#1f1f1f}
table{border-collapse:collapse;width:100%;margin:8px 0}th,td{border:1px solid #d9d9d9;padding:4px 8px;text-align:left}
th{background:#f5f5f5}td.n{text-align:right}h2{break-after:avoid}tr{break-inside:avoid}@page{size:A4;margin:15mm}`

/** One department's quality report as a self-contained, printable page. Every text from data is escaped. */
export function renderHtmlReport(data: ReportData, locale: Locale = 'zh-CN'): string {
  const words = (key: string) => escapeHtml(render(locale, key))
  const heading = `${escapeHtml(data.department[locale])} · ${words('report.title')}`
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><title>${heading}</title><style>${STYLE}</style></head><body>
<h1>${heading}</h1><p>${words('report.as_of')}：${escapeHtml(data.asOf)}</p>
<h2>${words('report.rows')}</h2>
${table(
  ['dataset', 'received', 'accepted', 'quarantined', 'warned'].map((each) => words(`report.${each}`)),
  data.datasets.map((each) => [
    each.name[locale],
    each.received,
    each.accepted,
    each.quarantined,
    each.warned,
  ]),
)}
<h2>${words('report.scores')}</h2>
${bars(data.scores.map(({ dimension, score }) => ({ label: render(locale, `dimension.${dimension}`), share: score })))}
<h2>${words('report.violations')}</h2>
${table(
  ['violation', 'dataset', 'field', 'severity', 'failed'].map((each) => words(`report.${each}`)),
  data.violations.map((each) => [
    render(locale, `violation.${each.code}`),
    each.dataset[locale],
    each.field,
    render(locale, `severity.${each.severity}`),
    each.failed,
  ]),
)}
<h2>${words('report.rectify')}</h2>
${table(
  ['dataset', 'file', 'line', 'key', 'violation'].map((each) => words(`report.${each}`)),
  data.rows.map((each) => [
    each.dataset[locale],
    each.file,
    each.line,
    each.maskedKey,
    each.codes.map((code) => render(locale, `violation.${code}`)).join('；'),
  ]),
)}
</body></html>
`
}

function table(headers: string[], rows: (string | number)[][]): string {
  const cell = (value: string | number) =>
    `<td${typeof value === 'number' ? ' class="n"' : ''}>${escapeHtml(String(value))}</td>`
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n')
  return `<table><thead><tr>${headers.map((header) => `<th>${header}</th>`).join('')}</tr></thead><tbody>${body}</tbody></table>`
}
