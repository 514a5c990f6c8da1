import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { sourcesOf } from '../../catalog/element.ts'
import { columnOf, elementOf, foundationOf } from '../../catalog/lookup.ts'

/** A column of the base table that a field of a dataset fills. */
export interface FilledColumn {
  column: string
  /** First characters of the keys for which it does; none: of every key. */
  keyPrefixes: string[]
}

/**
 * The base table's column that a field fills, as its element's source or fallback; undefined for the key, a mere copy,
 * or no field of the dataset.
 */
export function filledColumn(
  catalogue: Catalogue,
  dataset: Dataset,
  field: string,
): FilledColumn | undefined {
  const found = dataset.fields.find((each) => each.id === field)
  if (!found) return undefined
  const element = elementOf(catalogue, found.element)
  const foundation = foundationOf(catalogue, dataset.foundation)
  if (element.id === foundation.keyElement || !element.id.startsWith(`${foundation.id}.`)) return undefined
  const name = `${dataset.id}.${field}`
  const column = columnOf(element.id)
  const source = sourcesOf(element).find((each) => each.field === name)
  if (source) return { column, keyPrefixes: source.keyPrefixes }
  return element.fallbacks.includes(name) ? { column, keyPrefixes: [] } : undefined
}

/** The field of a dataset that fills, or carries, a column of the base table. */
export function fieldOfColumn(dataset: Dataset, column: string): string | undefined {
  return dataset.fields.find(
    ({ element }) => element.startsWith(`${dataset.foundation}.`) && columnOf(element) === column,
  )?.id
}
