import type { Catalogue } from '../../catalog/catalogue.ts'
import { type Dataset, keepsHistory } from '../../catalog/dataset.ts'
import type { Element } from '../../catalog/element.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import { columnOf, elementsOf } from '../../catalog/lookup.ts'
import { label } from '../../catalog/publish/labels.ts'
import type { Locale } from '../../core/locale.ts'
import { stateColumns, stdColumns } from '../../warehouse/tables/datasets.ts'
import { baseColumns, conflictColumns } from '../../warehouse/tables/foundations.ts'

import { docsText } from './locale.ts'
import { aboutColumn } from './locale_columns.ts'
import { mdCode, mdTable, mdText } from './markdown.ts'
import { fallbackWords, standardOf } from './sources.ts'

/** How a page names the sources of its elements. */
export interface SourceNotes {
  /** The sources of an element, one a line; or the division of labour that lists them. */
  words(element: Element): string
  /** The divisions of labour that `words` refers to, in Markdown; empty: none. */
  section: string
}

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

/** The platform's own columns of std/<register> and history/<register>, each once. */
export function ownColumnTable(catalogue: Catalogue, datasets: Dataset[], locale: Locale): string {
  const own = new Map<string, string>()
  for (const dataset of datasets) {
    const fields = new Set(dataset.fields.map((field) => field.id))
    const columns = [
      ...stdColumns(catalogue, dataset),
      ...(keepsHistory(dataset) ? stateColumns(catalogue, dataset) : []),
    ]
    for (const { name, type } of columns) if (!fields.has(name)) own.set(name, type)
  }
  const rows = [...own].map(([name, type]) => [mdCode(name), typeOf(type), aboutColumn(locale, name)])
  return mdTable(headers(['column', 'type', 'what'], locale), rows)
}

/** A type of the lake; of a long structure only that it is one. */
export function typeOf(type: string): string {
  return mdCode(type.length > 60 ? `${type.slice(0, type.indexOf('('))}(…)` : type)
}

export function headers(keys: string[], locale: Locale): string[] {
  return keys.map((key) => docsText(locale, `column.${key}`))
}
