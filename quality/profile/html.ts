import { escapeHtml } from '../../core/documents/escape.ts'
import { shell } from '../../core/documents/shell.ts'
import { type Locale, render, type TextFields } from '../../core/locale.ts'
import { barRows, columns, shownValue } from './charts.ts'
import './locale.ts'
import type { FieldProfile, Profile } from './model.ts'
import type { Suggestion } from './suggest/model.ts'

export interface ProfilePage {
  /** Name of the register, and what each field is called. */
  name: string
  names: Record<string, string>
  dataset: string
  layer: 'raw' | 'std'
  extract: number | null
  madeAt: Date
  profile: Profile
  suggestions?: Suggestion[]
}

type Words = (key: string, fields?: TextFields) => string

const STYLE = `*{box-sizing:border-box}
body{font:12px/1.5 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif;color:#1f1f1f;max-width:190mm;margin:0 auto;padding:8mm 0}
h1{font-size:21px;margin:0}h2{font-size:15px;border-left:4px solid #1677ff;padding-left:8px;margin:20px 0 6px;break-after:avoid}
h3{font-size:13px;margin:0 0 4px}p{margin:2px 0}.quiet{color:#595959}code{font:11px/1.4 "DejaVu Sans Mono",Consolas,monospace;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:4px 0}th,td{border-bottom:1px solid #e5e5e5;padding:2px 6px;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#f0f5ff;font-weight:600}td.n,th.n{text-align:right;white-space:nowrap}thead{display:table-header-group}tr{break-inside:avoid}
.card{border:1px solid #d9d9d9;border-radius:4px;padding:8px 10px;margin:8px 0;break-inside:avoid}
.grid{display:grid;grid-template-columns:1fr 1fr;gap:6px 16px}.grid h4{font-size:11px;color:#595959;font-weight:600;margin:4px 0 0}
td.v{width:52%}td.b{width:26%}td.b i{display:block;height:9px;margin-top:4px;background:#91caff}
@page{size:A4;margin:12mm}@media print{body{padding:0;max-width:none}}`

/** A profile as one self-contained page for A4. Everything that comes from data is escaped. */
export function renderProfile(page: ProfilePage, locale: Locale = 'zh-CN'): string {
  const words: Words = (key, fields) => escapeHtml(render(locale, `profile.${key}`, fields))
  const { profile } = page
  const title = `${page.name} · ${render(locale, 'profile.title')}`
  const extract = page.extract === null ? words('all_extracts') : words('extract', { extract: page.extract })
  const cards = profile.fields.map((field) => card(words, field, page.names[field.field] ?? '', profile.rows))
  const body = `<h1>${escapeHtml(title)}</h1>
<p class="quiet"><code>${escapeHtml(page.dataset)}</code> · ${words(`layer.${page.layer}`)} · ${extract} · ${words('rows', { rows: plain(profile.rows) })} · ${words('made_at', { at: moment(page.madeAt) })}</p>
<p class="quiet">${words('exact')}</p>
${summary(words, page)}
${together(words, page)}
${suggested(words, page)}
${cards.join('\n')}`
  return shell({ locale, title, style: STYLE, body })
}

function summary(words: Words, { profile, names }: ProfilePage): string {
  const head = ['field', 'name', 'kind', 'nulls', 'blanks', 'distinct', 'min', 'max']
  const rows = profile.fields.map((field) =>
    row([
      `<code>${escapeHtml(field.field)}</code>`,
      escapeHtml(names[field.field] ?? ''),
      words(`kind.${field.kind}`),
      number(share(field.nulls, profile.rows)),
      number(share(field.blanks, profile.rows)),
      number(plain(field.distinct)),
      escapeHtml(shownValue(field.min ?? '–')),
      escapeHtml(shownValue(field.max ?? '–')),
    ]),
  )
  return table(
    head.map((key) => words(key)),
    rows,
  )
}

function together(words: Words, { profile }: ProfilePage): string {
  const { repeated, emptyTogether, orders } = profile
  const parts: string[] = []
  if (repeated)
    parts.push(`<p>${repeated.records === 0 ? words('unrepeated') : words('repeated', { ...repeated })}</p>`)
  if (emptyTogether.length > 0)
    parts.push(
      `<h2>${words('empty_together')}</h2>`,
      table(
        [words('field'), words('field'), words('nulls'), words('support')],
        emptyTogether.map(({ fields: [one, other], rows, share: part }) =>
          row([escapeHtml(one), escapeHtml(other), number(plain(rows)), number(percent(part))]),
        ),
      ),
    )
  if (orders.length > 0)
    parts.push(
      `<h2>${words('orders')}</h2>`,
      table(
        [words('field'), words('field'), words('before'), words('same'), words('after')],
        orders.map(({ earlier, later, before, same, after }) =>
          row([
            escapeHtml(later),
            escapeHtml(earlier),
            ...[before, same, after].map((n) => number(plain(n))),
          ]),
        ),
      ),
    )
  return parts.join('\n')
}

function suggested(words: Words, { suggestions, dataset }: ProfilePage): string {
  if (!suggestions) return ''
  const rows = suggestions.map(({ id, rule, judged, rejects }) => {
    const { examples: _, ...told } = rule
    return row([
      `<code>${escapeHtml(id)}</code>`,
      `<code>${escapeHtml(JSON.stringify(told))}</code>`,
      number(share(judged - rejects, judged)),
      number(plain(rejects)),
    ])
  })
  return `<h2>${words('suggestions')}</h2>
${table(
  ['suggestion', 'rule', 'support', 'rejects'].map((key) => words(key)),
  rows,
)}
<p class="quiet">${words('accept', { dataset })}</p>`
}

function card(words: Words, field: FieldProfile, name: string, rows: number): string {
  const notes = [
    `${words('nulls')} ${share(field.nulls, rows)}`,
    `${words('distinct')} ${plain(field.distinct)}`,
    `${words('once')} ${plain(field.once)}`,
    ...(field.lengths
      ? [
          `${words('length')} ${field.lengths.min}–${field.lengths.max}, ${words('mean')} ${field.lengths.mean.toFixed(1)}`,
        ]
      : []),
    ...(field.codes
      ? [words('codes', { known: plain(field.codes.known), filled: plain(field.filled) })]
      : []),
    ...(field.personal ? [words('personal')] : []),
    ...(field.sampled ? [words('sampled')] : []),
  ]
  const others =
    field.others > 0 && field.top.length > 0 ? [{ value: `(${words('others')})`, count: field.others }] : []
  const parts = [
    part(words('top'), field.top.length > 0, () => bars([...field.top, ...others], field.filled)),
    part(words('patterns'), field.patterns.length > 0, () => bars(field.patterns, field.filled)),
    part(words('numbers'), field.numbers !== null, () => quantiles(field.numbers)),
    part(words('dates'), field.dates !== null, () => columns(field.dates ?? [])),
    part(words('lengths'), (field.lengths?.bins.length ?? 0) > 1, () => columns(field.lengths?.bins ?? [])),
    part(words('unknown_codes'), (field.codes?.unknown.length ?? 0) > 0, () =>
      bars(field.codes?.unknown ?? [], field.filled),
    ),
  ]
  return `<section class="card"><h3>${escapeHtml(name)} <code>${escapeHtml(field.field)}</code> · ${words(`kind.${field.kind}`)}</h3>
<p class="quiet">${notes.join(' · ')}</p><div class="grid">${parts.join('')}</div></section>`
}

const part = (title: string, shown: boolean, content: () => string) =>
  shown ? `<div><h4>${title}</h4>${content()}</div>` : ''
const bars = (...given: Parameters<typeof barRows>) => `<table><tbody>${barRows(...given)}</tbody></table>`

function quantiles(numbers: FieldProfile['numbers']): string {
  if (!numbers) return ''
  const entries = Object.entries(numbers.quantiles)
  const head = entries.map(([name]) => `<th class="n">${name}</th>`).join('')
  const values = entries.map(([, value]) => number(String(Number(value.toPrecision(6))))).join('')
  const chart = numbers.bins.length > 1 ? columns(numbers.bins) : ''
  return `${chart}<table><thead><tr>${head}</tr></thead><tbody><tr>${values}</tr></tbody></table>`
}

function table(headers: string[], rows: string[]): string {
  const head = headers.map((header) => `<th>${header}</th>`).join('')
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`
}

/** A row of cells that are HTML; a number brings its own cell. */
function row(cells: string[]): string {
  return `<tr>${cells.map((cell) => (cell.startsWith('<td') ? cell : `<td>${cell}</td>`)).join('')}</tr>`
}

const number = (text: string) => `<td class="n">${text}</td>`
const plain = (count: number) => count.toLocaleString('en-US')
const percent = (part: number) => `${(part * 100).toFixed(part > 0.99 && part < 1 ? 3 : 1)}%`
const share = (count: number, of: number) => percent(of === 0 ? 0 : count / of)

function moment(at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(at)
}
