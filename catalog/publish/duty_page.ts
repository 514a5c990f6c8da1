import { escapeHtml } from '../../core/documents/escape.ts'
import { type Html, sound } from '../../core/documents/html.ts'
import { code, page, table, withCode } from '../../core/documents/page.ts'
import type { Locale } from '../../core/locale.ts'
import { articleWords } from './article.ts'
import type { DutyList, DutyRegister } from './duty.ts'
import { dividedRows, fieldRow, levelWords, obtainedRows, registerRows } from './duty_rows.ts'
import { label } from './labels.ts'
import type { Row } from './lists.ts'
import { words } from './locale.ts'

/** One department's duty list as a printable page. */
export function dutyPage(list: DutyList, locale: Locale, day: string): string {
  const text = (key: string, fields = {}) => escapeHtml(words(locale, `page.${key}`, fields))
  const title = `${list.department.name[locale]} ${words(locale, 'page.duty_title')}`
  const section = (key: string, content: string) =>
    `<h2>${text(key)}</h2>\n${content || `<p>${text('none')}</p>`}`
  const body = `<h1>${escapeHtml(list.department.name[locale])}</h1>
<h1>${text('duty_title')}</h1>
<p class="centre quiet">${text('as_of', { day })}</p>
<p class="centre quiet">${text('basis')}</p>
<p class="legend">${text('summary', countsOf(list))}</p>
${section('provides', registersTable(list, locale))}
${section('fields', list.provides.map((register) => registerPart(register, locale)).join('\n'))}
${section('obtains', obtainsTable(list, locale))}
${section('divides', dividesTable(list, locale))}
<div class="seals">${['seal_department', 'seal_authority', 'signed_on'].map((key) => `<div>${text(key)}</div>`).join('')}</div>`
  return page(locale, title, body, false)
}

function countsOf(list: DutyList): Record<string, number> {
  const fields = list.provides.flatMap((register) => register.fields)
  return {
    provides: list.provides.length,
    fields: fields.length,
    sources: fields.filter((field) => field.role === 'source').length,
    obtains: list.obtains.length,
    divides: list.divides.length,
  }
}

function registersTable(list: DutyList, locale: Locale): string {
  const rows = registerRows(list, locale).map((row, at): (string | Html)[] => [
    String(at + 1),
    withCode(cell(row, 'dataset_name'), cell(row, 'code')),
    cell(row, 'article'),
    cell(row, 'update_cycle'),
    cell(row, 'level'),
    cell(row, 'sharing'),
    cell(row, 'opening'),
  ])
  const keys = ['number', 'dataset_name', 'article', 'update_cycle', 'level', 'sharing', 'opening']
  return rows.length === 0
    ? ''
    : table(headers(keys, locale), rows, ['6%', '34%', '15%', '9%', '12%', '12%', '12%'])
}

/** A register with its terms and its fields. */
function registerPart(register: DutyRegister, locale: Locale): string {
  const { dataset, fields } = register
  const rows = fields.map((field, at): (string | Html)[] => {
    const row = fieldRow(field, locale)
    return [
      String(at + 1),
      withCode(cell(row, 'header'), cell(row, 'field')),
      withCode(cell(row, 'element_name'), cell(row, 'element')),
      [cell(row, 'role'), cell(row, 'scope')].filter(Boolean).join('\n'),
      standardCell(row),
      cell(row, 'required'),
      cell(row, 'grading'),
    ]
  })
  const keys = ['number', 'header', 'element_name', 'role', 'standard', 'required', 'grading']
  return `<h3>${escapeHtml(dataset.name[locale])} ${code(register.code)}</h3>
${terms(register, locale)
  .map((line) => `<p class="quiet">${escapeHtml(line)}</p>`)
  .join('\n')}
${table(headers(keys, locale), rows, ['6%', '22%', '26%', '17%', '17%', '6%', '6%'])}`
}

/** Type, standard, code table and unit, one below the other. */
function standardCell(row: Row): Html {
  const table = cell(row, 'code_table') && `[${code(cell(row, 'code_table'))}]`
  const texts = ['type', 'standard', 'unit'].map((key) => escapeHtml(cell(row, key)))
  return sound([...texts.slice(0, 2), table, ...texts.slice(2)].filter(Boolean).join('<br>'))
}

/** What binds the register: article, cycle, levels; how it is shared and opened, and on which legal basis. */
function terms(register: DutyRegister, locale: Locale): string[] {
  const { dataset } = register
  const text = (key: string, fields = {}) => words(locale, `page.${key}`, fields)
  const more = (kind: 'sharing' | 'opening') => {
    const { conditions, reason, legalBasis } = dataset[kind]
    return [
      ...(conditions ? [text('conditions', { text: conditions[locale] })] : []),
      ...(reason ? [text('reason', { text: reason[locale] })] : []),
      ...(legalBasis ? [text('legal_basis', { text: legalBasis[locale] })] : []),
    ]
  }
  const joined = (parts: string[]) => parts.join(locale === 'en' ? '; ' : '；')
  const sharing = {
    type: label(locale, 'sharing', dataset.sharing.type),
    scope: dataset.sharing.scope[locale],
  }
  return [
    joined([
      ...(dataset.article ? [text('article', { article: articleWords(dataset.article, locale) })] : []),
      text('cycle', { cycle: label(locale, 'cycle', dataset.updateCycle) }),
      text('levels', { levels: levelWords(register, locale) }),
    ]),
    joined([text('sharing', sharing), ...more('sharing')]),
    joined([text('opening', { type: label(locale, 'opening', dataset.opening.type) }), ...more('opening')]),
  ]
}

function obtainsTable(list: DutyList, locale: Locale): string {
  const keys = ['element_name', 'held_in', 'from', 'from_dataset', 'obtain_by']
  const rows = obtainedRows(list, locale).map((row): (string | Html)[] => [
    withCode(cell(row, 'element_name'), cell(row, 'element')),
    ...keys.slice(1).map((key) => cell(row, key)),
  ])
  return rows.length === 0 ? '' : table(headers(keys, locale), rows, ['22%', '20%', '20%', '15%', '23%'])
}

/** Elements that are divided alike share a row. */
function dividesTable(list: DutyList, locale: Locale): string {
  const groups = new Map<string, Row[]>()
  for (const row of dividedRows(list, locale)) {
    const key = `${cell(row, 'own')}\0${cell(row, 'others')}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  const rows = [...groups.values()].map((alike): (string | Html)[] => {
    const names = alike.map((row) => withCode(cell(row, 'element_name'), cell(row, 'element')).text)
    const [first = {}] = alike
    return [sound(names.join('<br>')), cell(first, 'own'), cell(first, 'others')]
  })
  const keys = ['element_name', 'own', 'others']
  return rows.length === 0 ? '' : table(headers(keys, locale), rows, ['24%', '34%', '42%'])
}

function headers(keys: string[], locale: Locale): string[] {
  return keys.map((key) => words(locale, `column.${key}`))
}

function cell(row: Row, key: string): string {
  return row[key] ?? ''
}
