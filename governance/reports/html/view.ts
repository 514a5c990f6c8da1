import type { Name } from '../../../catalog/names.ts'
import { type Locale, render, type TextFields } from '../../../core/locale.ts'
import type { ReportData } from '../data.ts'
import { type Format, formatOf } from '../format.ts'
import '../locale.ts'
import { Html, html, type Piece, sound } from '../../../core/documents/html.ts'

/** What every section of a page works with. */
export interface View {
  data: ReportData
  locale: Locale
  format: Format
  text(key: string, fields?: TextFields): string
  name(name: Name): string
}

export function viewOf(data: ReportData, locale: Locale): View {
  return {
    data,
    locale,
    format: formatOf(locale),
    text: (key, fields) => render(locale, key, fields),
    name: (name) => name[locale],
  }
}

/** A column of a table: its header, and how its cells stand. */
export interface Column {
  head: Piece
  /** `n` for numbers, `c` for the middle. */
  kind?: 'n' | 'c' | 'rank' | 'v' | 'who'
}

/** A row: its cells, and what unfolds below it. A cell may be a whole `<td>`. */
export interface Row {
  cells: Piece[]
  id?: string
  /** Summary and content of what unfolds. */
  open?: { summary: Piece; body: Piece } | undefined
  kind?: 'sum'
}

export function table(columns: Column[], rows: Row[]): Html {
  const head = columns.map((column) =>
    column.kind && column.kind !== 'v'
      ? html`<th class="${column.kind}">${column.head}</th>`
      : html`<th>${column.head}</th>`,
  )
  return html`<table><thead><tr>${head}</tr></thead><tbody>
${rows.map((row) => tableRow(columns, row))}</tbody></table>`
}

function tableRow(columns: Column[], row: Row): Html {
  const cells = row.cells.map((cell, at) => {
    if (cell instanceof Html && cell.text.startsWith('<td')) return cell
    const kind = columns[at]?.kind
    return kind ? html`<td class="${kind}">${cell}</td>` : html`<td>${cell}</td>`
  })
  const kinds = [row.kind ?? '', row.open ? 'has' : ''].filter(Boolean).join(' ')
  const id = row.id ? html` id="${row.id}"` : ''
  const line = html`<tr${id}${kinds ? html` class="${kinds}"` : ''}>${cells}</tr>
`
  if (!row.open) return line
  return html`${line}<tr class="open"><td colspan="${columns.length}"><details><summary>${row.open.summary}</summary>${row.open.body}</details></td></tr>
`
}

/** A grade as a label. */
export function gradeTag(view: View, grade: string | undefined): Piece {
  if (!grade) return html`<span class="none">—</span>`
  return html`<span class="tag g-${grade}">${view.text(`report.grade.${grade}`)}</span>`
}

export function severityTag(view: View, severity: string): Html {
  return html`<span class="tag s-${severity}">${view.text(`severity.${severity}`)}</span>`
}

/** A change of a score in points, coloured and with an arrow. */
export function changeText(view: View, change: number | undefined): Piece {
  if (change === undefined) return html`<span class="none">—</span>`
  if (change === 0) return html`<span class="none">${view.format.change(0)}</span>`
  return change > 0
    ? html`<span class="up">▲ ${view.format.change(change)}</span>`
    : html`<span class="down">▼ ${view.format.change(change)}</span>`
}

/** A score (0 to 1) as a bar that begins at `floor` of 100. */
export function bar(score: number, floor: number): Html {
  const width = (Math.max(0, Math.min(1, (score * 100 - floor) / (100 - floor))) * 100).toFixed(1)
  return sound(
    `<svg class="bar" viewBox="0 0 100 9" preserveAspectRatio="none" aria-hidden="true"><rect class="t" width="100" height="9"/><rect class="v" width="${width}" height="9"/></svg>`,
  )
}
