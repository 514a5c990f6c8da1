import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset, Field } from '../../catalog/dataset.ts'
import { type Element, sourcesOf } from '../../catalog/element.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import { columnOf, elementOf } from '../../catalog/lookup.ts'
import { attributesOf, joinedDatasets } from '../tables/foundations.ts'
import { lakeType, measuredColumns } from '../tables/types.ts'

/** A field of a dataset that carries an element. */
export interface FieldRef {
  dataset: Dataset
  field: string
}

/** A field that answers for an element, for keys with one of the prefixes (none: every key) and records of a kind. */
export interface Source extends FieldRef {
  keyPrefixes: string[]
  /** Only while this field of its record has one of the values. */
  when?: { field: string; in: string[] } | undefined
}

/** How one column of the golden table comes about. */
export interface Attribute {
  element: Element
  /** Column of the base table. */
  column: string
  /** DuckDB type. */
  type: string
  sources: Source[]
  /**
   * What stands in, in this order, where no source answers: the declared copies; then sources that answer for records
   * of a kind, with a record of another: who should have answered sent none.
   */
  fallbacks: FieldRef[]
  /** Every field that carries the element, sources included, in the order of datasets and fields. */
  carriers: FieldRef[]
}

/** Everything that resolution reads from the catalogue about one foundation. */
export interface Resolution {
  foundation: Foundation
  /** Those that bear on golden records, in the foundation's order. */
  datasets: Dataset[]
  attributes: Attribute[]
  /** Columns of what is measured of the geometry, from the record that the geometry comes from. Never in conflict. */
  measures: Attribute[]
  /** Who may confirm that a record exists, each within the keys it answers for. */
  confirmers: { dataset: Dataset; keyPrefixes: string[] }[]
  /** The datasets in the order in which the key's spelling is taken from them: those that answer for the key first. */
  keyOrder: { dataset: Dataset; keyPrefixes: string[] }[]
}

/**
 * Reads the foundation's rules of resolution from the catalogue.
 * @throws ShuyuanError `catalog.unknown_dataset`, `catalog.unknown_element`, `foundations.column_taken`
 */
export function resolutionOf(catalogue: Catalogue, foundation: Foundation): Resolution {
  const datasets = joinedDatasets(catalogue, foundation)
  const keySources = sourcesIn(datasets, elementOf(catalogue, foundation.keyElement))
  const attributes = attributesOf(catalogue, foundation).map((element) => attributeOf(datasets, element))
  return {
    foundation,
    datasets,
    attributes,
    measures: attributes.filter(({ element }) => element.type === 'geometry').flatMap(measuresOf),
    confirmers: datasets
      .filter((dataset) => foundation.confirmedBy.includes(dataset.id))
      .map((dataset) => ({ dataset, keyPrefixes: scopeOf(keySources, dataset) })),
    keyOrder: [...keySources, ...datasets.map((dataset) => ({ dataset, keyPrefixes: [] }))],
  }
}

/** True when a source answers for `key`. */
export function answersFor(keyPrefixes: string[], key: string): boolean {
  return keyPrefixes.length === 0 || keyPrefixes.some((prefix) => key.startsWith(prefix))
}

/** True when both name the same field. */
export function sameField(a: FieldRef, b: FieldRef): boolean {
  return a.dataset.id === b.dataset.id && a.field === b.field
}

/** `dataset.field` of a carrier. */
export function refText(ref: FieldRef): string {
  return `${ref.dataset.id}.${ref.field}`
}

function attributeOf(datasets: Dataset[], element: Element): Attribute {
  const sources = sourcesIn(datasets, element)
  const declared = element.fallbacks.flatMap((ref) => fieldIn(datasets, ref))
  return {
    element,
    column: columnOf(element.id),
    type: lakeType(element.type),
    sources,
    fallbacks: [...declared, ...sources.filter(({ when }) => when)],
    carriers: datasets.flatMap((dataset) =>
      dataset.fields
        .filter((field) => carries(field, element))
        .map((field) => ({ dataset, field: field.id })),
    ),
  }
}

/** Each measure answers for the same records as the geometry, in a column of its own name. */
function measuresOf(geometry: Attribute): Attribute[] {
  return measuredColumns([geometry.element.type]).map(({ name, type }) => {
    const measured = <T extends FieldRef>(ref: T): T => ({ ...ref, field: name })
    const [sources, fallbacks] = [geometry.sources.map(measured), geometry.fallbacks.map(measured)]
    return { ...geometry, column: name, type, sources, fallbacks, carriers: [] }
  })
}

function carries(field: Field, element: Element): boolean {
  return field.element === element.id
}

function sourcesIn(datasets: Dataset[], element: Element): Source[] {
  return sourcesOf(element).flatMap(({ field, keyPrefixes, when }) =>
    fieldIn(datasets, field).map((ref) => ({ ...ref, keyPrefixes, when })),
  )
}

/** The field `dataset.field`, when its dataset belongs to the foundation. */
function fieldIn(datasets: Dataset[], ref: string): FieldRef[] {
  const [id, field = ''] = ref.split('.')
  return datasets.filter((dataset) => dataset.id === id).map((dataset) => ({ dataset, field }))
}

function scopeOf(keySources: Source[], dataset: Dataset): string[] {
  return keySources.find((source) => source.dataset.id === dataset.id)?.keyPrefixes ?? []
}
