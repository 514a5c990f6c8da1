import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { elementOf } from '../../catalog/lookup.ts'
import type { Locale } from '../../core/locale.ts'
import { docsText } from './locale.ts'
import { mdCode, mdTable, mdText } from './markdown.ts'
import { headers } from './tables.ts'

const SHOWN = 24

/** The code tables that these registers use, with their codes; of a long one the first codes and how many there are. */
export function codeTableList(catalogue: Catalogue, datasets: Dataset[], locale: Locale): string {
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
