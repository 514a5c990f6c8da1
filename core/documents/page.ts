import type { Locale } from '../locale.ts'
import { escapeHtml } from './escape.ts'
import { type Html, sound } from './html.ts'
import { shell } from './shell.ts'

const STYLE = `
*{box-sizing:border-box}
body{font:12px/1.55 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif;color:#1f1f1f;margin:0 auto;padding:12mm}
h1{font-size:22px;text-align:center;margin:0 0 4px;letter-spacing:2px}
h2{font-size:15px;border-left:4px solid #1677ff;padding-left:8px;margin:22px 0 8px;break-after:avoid}
h3{font-size:13px;margin:16px 0 2px;break-after:avoid}
p{margin:2px 0}.centre{text-align:center}.quiet{color:#595959}.legend{margin:10px 0 0}
table{border-collapse:collapse;width:100%;margin:6px 0}
th,td{border:1px solid #bfbfbf;padding:3px 6px;text-align:left;vertical-align:top;overflow-wrap:anywhere;white-space:pre-line}
th{background:#f0f5ff;font-weight:600}
thead{display:table-header-group}tr{break-inside:avoid}
code{font:11px/1.4 "DejaVu Sans Mono",Consolas,monospace;color:#434343}
table.matrix td{padding:2px 5px}
table.matrix td.mark,table.matrix th.mark{text-align:center;width:26px;padding:2px 0}
table.matrix th.mark{vertical-align:bottom}
table.matrix th.mark span{writing-mode:vertical-rl;max-height:150px;letter-spacing:1px;margin:4px auto;display:inline-block}
tr.group td{background:#fafafa;font-weight:600;padding:4px 6px}tr.group{break-after:avoid}
td.source{background:#d9f7be}td.fallback{background:#fff1b8}
.seals{display:flex;gap:24px;margin-top:36px;break-inside:avoid}.seals div{flex:1;border-top:1px solid #8c8c8c;padding-top:4px;height:70px}
`

/** A self-contained page for A4 paper; `body` is HTML, every text in it already escaped. */
export function page(locale: Locale, title: string, body: string, across: boolean): string {
  const size = `@page{size:A4 ${across ? 'landscape' : 'portrait'};margin:10mm}`
  const width = `body{max-width:${across ? '297mm' : '210mm'}}@media print{body{padding:0;max-width:none}}`
  return shell({ locale, title, style: `${STYLE}${size}${width}`, body })
}

/** A table: headers and cells are escaped, but for what is marked as HTML. */
export function table(headers: string[], rows: (string | Html)[][], widths: string[] = []): string {
  const columns = widths.map((width) => `<col style="width:${width}">`).join('')
  const head = headers.map((header) => `<th>${escapeHtml(header)}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${htmlOf(cell)}</td>`).join('')}</tr>`)
  return `<table>${columns ? `<colgroup>${columns}</colgroup>` : ''}<thead><tr>${head}</tr></thead><tbody>
${body.join('\n')}
</tbody></table>`
}

/** An identifier, which may break after its punctuation. */
export function code(identifier: string): string {
  return `<code>${escapeHtml(identifier).replace(/[/_.]/g, '$&<wbr>')}</code>`
}

/** Text under which an identifier stands. */
export function withCode(text: string, identifier: string): Html {
  return sound(`${escapeHtml(text)}<br>${code(identifier)}`)
}

function htmlOf(cell: string | Html): string {
  return typeof cell === 'string' ? escapeHtml(cell) : cell.text
}
