import type { Catalogue } from '../../../catalog/catalogue.ts'
import { label } from '../../../catalog/export/index.ts'
import type { Foundation } from '../../../catalog/foundation.ts'
import { columnOf, elementsOf } from '../../../catalog/lookup.ts'
import type { Locale } from '../../../core/locale.ts'
import { baseColumns, conflictColumns } from '../../../warehouse/foundations/index.ts'
import type { SourceNotes } from './divisions.ts'
import { docsText } from './locale.ts'
import { aboutColumn } from './locale_columns.ts'
import { mdCode, mdTable, mdText } from './markdown.ts'
import { fallbackWords, standardOf } from './sources.ts'

/** The columns of base/<foundation>: what each is, under which standard, and where it comes from. */
export function baseTable(
  catalogue: Catalogue,
  foundation: Foundation,
  notes: SourceNotes,
  locale: Locale,
): string {
  const elements = new Map(elementsOf(catalogue, foundation.id).map((each) => [columnOf(each.id), each]))
  const keys = ['column', 'name', 'type', 'standard', 'unit', 'grading', 'mask', 'source', 'fallback']
  const rows = baseColumns(catalogue, foundation).map(({ name, type }) => {
    const element = elements.get(name)
    if (!element) return [mdCode(name), aboutColumn(locale, name), typeOf(type), '', '', '', '', '', '']
    return [
      mdCode(name),
      mdText(element.name[locale]),
      typeOf(type),
      standardOf(element),
      mdText(element.unit ?? ''),
      element.grading,
      label(locale, 'mask', element.mask),
      notes.words(element),
      fallbackWords(catalogue, element, locale),
    ]
  })
  return mdTable(headers(keys, locale), rows)
}

/** The columns of conflicts/<foundation>. */
export function conflictTable(foundation: Foundation, locale: Locale): string {
  const rows = conflictColumns(foundation).map(({ name, type }) => [
    mdCode(name),
    typeOf(type),
    aboutColumn(locale, name === foundation.key ? 'key' : name),
  ])
  return mdTable(headers(['column', 'type', 'what'], locale), rows)
}

/** A type of the lake; of a long structure only that it is one. */
export function typeOf(type: string): string {
  return mdCode(type.length > 60 ? `${type.slice(0, type.indexOf('('))}(…)` : type)
}

export function headers(keys: string[], locale: Locale): string[] {
  return keys.map((key) => docsText(locale, `column.${key}`))
}
