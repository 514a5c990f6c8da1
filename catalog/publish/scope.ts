import type { Locale } from '../../core/locale.ts'
import type { Catalogue } from '../catalogue.ts'
import type { Dataset } from '../dataset.ts'
import type { ScopedSource } from '../element.ts'
import { elementOf, fieldOf } from '../lookup.ts'
import type { Name } from '../names.ts'
import { label } from './labels.ts'

/** What a source answers for in a division of labour (Article 13, second paragraph). */
export interface SourceScope {
  /** First characters of the keys; none: every key. */
  keyPrefixes: string[]
  /** Values of one of the dataset's code fields, with their meaning. */
  when?: { field: string; element: string; name: Name; values: { code: string; meaning: string }[] }
}

/** The scope of a source in the terms of the catalogue; undefined: it answers for every record. */
export function sourceScope(
  catalogue: Catalogue,
  dataset: Dataset,
  source: ScopedSource,
): SourceScope | undefined {
  const { keyPrefixes, when } = source
  if (!when) return keyPrefixes.length > 0 ? { keyPrefixes } : undefined
  const element = elementOf(catalogue, fieldOf(dataset, when.field).element)
  const table = catalogue.codeTables.find((each) => each.id === element.codeTable)
  const values = when.in.map((code) => ({ code, meaning: table?.codes[code] ?? '' }))
  return { keyPrefixes, when: { field: when.field, element: element.id, name: element.name, values } }
}

/** A scope in words: `标识以 51、52 开头`, `Place of death: 1 医疗机构`. Codes mean what their table says, in Chinese. */
export function scopeWords(scope: SourceScope | undefined, locale: Locale): string {
  if (!scope) return ''
  const comma = locale === 'en' ? ', ' : '、'
  const { keyPrefixes, when } = scope
  const keys = label(locale, 'scope', 'keys', { prefixes: keyPrefixes.join(comma) })
  const codes = when?.values.map(({ code, meaning }) => `${code} ${meaning}`.trim()).join(comma)
  const condition = label(locale, 'scope', 'when', { name: when?.name[locale], codes })
  return [...(keyPrefixes.length > 0 ? [keys] : []), ...(when ? [condition] : [])].join(
    locale === 'en' ? '; ' : '；',
  )
}
