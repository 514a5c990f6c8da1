import { departmentName } from '../../../catalog/lookup.ts'
import { dayOf } from '../../../core/day.ts'
import { escapeHtml } from '../../../core/documents/escape.ts'
import { page, table } from '../../../core/documents/page.ts'
import type { Locale } from '../../../core/locale.ts'
import { render } from '../../../core/locale.ts'
import type { Platform } from '../../platform.ts'
import { noticeColumns, noticeRow, type OpenNotice } from './notice_rows.ts'

const WIDTHS = ['7%', '14%', '11%', '24%', '8%', '8%', '10%', '8%', '10%']

/** The notice to a department as one page for A4 across: what is overdue (督办), then what will be. */
export function noticePage(
  platform: Platform,
  department: string,
  notices: OpenNotice[],
  locale: Locale,
): string {
  const words = (key: string, fields = {}) => escapeHtml(render(locale, `objections.notice.${key}`, fields))
  const name = departmentName(platform.catalogue, department)[locale]
  const headers = noticeColumns.map((column) => headerOf(column, locale))
  const section = (kind: 'escalation' | 'reminder') => {
    const own = notices.filter(({ notice }) => notice.kind === kind)
    if (own.length === 0) return ''
    const rows = own.map((each) => noticeRow(platform, each, locale))
    return `<h2>${words(kind, { count: own.length })}</h2>${table(headers, rows, WIDTHS)}`
  }
  const title = words(notices.some(({ notice }) => notice.kind === 'escalation') ? 'title' : 'title_reminder')
  const day = dayOf(platform.clock.now())
  const body = `<h1>${title}</h1>
<p class="centre">${words('to', { department: name, day })}</p>
<p class="legend">${words('text')}</p>
${section('escalation')}
${section('reminder')}
<div class="seals"><div>${words('issued')}</div><div>${words('received')}</div></div>`
  return page(locale, `${render(locale, 'objections.notice.title')} ${name}`, body, true)
}

export function headerOf(column: (typeof noticeColumns)[number], locale: Locale): string {
  return render(locale, `objections.notice.column.${column}`)
}
