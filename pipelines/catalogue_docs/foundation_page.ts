import type { Catalogue } from '../../catalog/catalogue.ts'
import { type Dataset, keepsHistory } from '../../catalog/dataset.ts'
import type { Element } from '../../catalog/element.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import { datasetOf, elementOf } from '../../catalog/lookup.ts'
import type { Locale } from '../../core/locale.ts'
import { sourceNotes } from './divisions.ts'
import { docsText } from './locale.ts'
import { mdCode, mdTable, mdText } from './markdown.ts'
import { registerSection, registerTable } from './registers.ts'
import { baseTable, conflictTable, headers, ownColumnTable } from './tables.ts'

/** The page of a foundation: its tables with their columns, types, units and sources, and its registers. */
export function foundationPage(catalogue: Catalogue, foundation: Foundation, locale: Locale): string {
  const datasets = foundation.datasets.map((id) => datasetOf(catalogue, id))
  const text = (key: string) => docsText(locale, key, { id: foundation.id })
  const codes = codeTableList(catalogue, datasets, locale)
  const notes = sourceNotes(catalogue, elementsIn(catalogue, datasets), 'division', locale)
  const parts = [
    `# ${mdText(foundation.name[locale])} ${mdCode(foundation.id)}`,
    `${docsText(locale, 'generated')} [${docsText(locale, 'other_language')}](${otherPage(foundation.id, locale)})`,
    facts(catalogue, foundation, locale)
      .map((fact) => `- ${fact}`)
      .join('\n'),
    `## ${text('tables')}`,
    tableList(foundation, datasets.some(keepsHistory), locale),
    `## ${text('base')}`,
    baseTable(catalogue, foundation, notes, locale),
    ...(notes.section ? [notes.section] : []),
    `## ${text('conflicts')}`,
    conflictTable(foundation, locale),
    `## ${text('registers')}`,
    registerTable(catalogue, datasets, locale),
    docsText(locale, 'own_columns'),
    ownColumnTable(catalogue, datasets, locale),
    ...datasets.map((dataset) => registerSection(catalogue, dataset, notes, locale)),
    ...(codes ? [`## ${text('code_tables')}`, codes] : []),
  ]
  return `${parts.join('\n\n')}\n`
}

/** The elements that these registers carry, in catalogue order. */
function elementsIn(catalogue: Catalogue, datasets: Dataset[]): Element[] {
  const ids = new Set(datasets.flatMap((dataset) => dataset.fields.map((field) => field.element)))
  return catalogue.elements.filter((element) => ids.has(element.id))
}

/** The name of a generated page: English plain, Chinese with its language. */
export function pageName(name: string, locale: Locale): string {
  return locale === 'en' ? `${name}.md` : `${name}.${locale}.md`
}

export function otherPage(name: string, locale: Locale): string {
  return pageName(name, locale === 'en' ? 'zh-CN' : 'en')
}

function facts(catalogue: Catalogue, foundation: Foundation, locale: Locale): string[] {
  const { name, standard } = elementOf(catalogue, foundation.keyElement)
  const { key, divisionColumn, confirmedBy, keyChanges, shownUntil, buckets } = foundation
  const confirmers = confirmedBy.map(mdCode).join(', ')
  return [
    docsText(locale, standard ? 'key' : 'key_plain', { key, name: mdText(name[locale]), standard }),
    docsText(locale, 'division', { column: divisionColumn }),
    docsText(locale, 'confirmed_by', { datasets: confirmers }),
    ...(keyChanges
      ? [docsText(locale, 'key_changes', { dataset: keyChanges.dataset, former: keyChanges.former })]
      : []),
    ...(shownUntil ? [docsText(locale, 'shown_until', { column: shownUntil })] : []),
    docsText(locale, 'buckets', { count: buckets }),
  ]
}

function tableList({ id }: Foundation, history: boolean, locale: Locale): string {
  const rows = [
    [mdCode(`base/${id}`), docsText(locale, 'table_base')],
    [mdCode(`conflicts/${id}`), docsText(locale, 'table_conflicts')],
    [docsText(locale, 'std_name'), docsText(locale, 'table_std')],
    ...(history ? [[docsText(locale, 'history_name'), docsText(locale, 'table_history')]] : []),
  ]
  return mdTable(headers(['table', 'what'], locale), rows)
}

const SHOWN = 24

/** The code tables that these registers use, with their codes; of a long one the first codes and how many there are. */
function codeTableList(catalogue: Catalogue, datasets: Dataset[], locale: Locale): string {
  const elements = datasets.flatMap((dataset) =>
    dataset.fields.map((field) => elementOf(catalogue, field.element)),
  )
  const used = new Set(elements.map((element) => element.codeTable))
  const rows = catalogue.codeTables
    .filter((table) => used.has(table.id))
    .map((table) => [
      `<a id="code-${table.id}"></a>${mdText(table.name[locale])} ${mdCode(table.id)}`,
      mdText(table.standard),
      codesOf(table.codes, locale),
    ])
  return rows.length === 0 ? '' : mdTable(headers(['code_table', 'standard', 'codes'], locale), rows)
}

function codesOf(codes: Record<string, string>, locale: Locale): string {
  const entries = Object.entries(codes)
  const shown = entries.slice(0, SHOWN).map(([code, meaning]) => `${code} ${mdText(meaning)}`)
  const more = entries.length > SHOWN ? [docsText(locale, 'and_more', { count: entries.length })] : []
  return [...shown, ...more].join('; ')
}
