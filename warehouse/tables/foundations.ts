import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Element } from '../../catalog/element.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import { columnOf, datasetOf, elementsOf } from '../../catalog/lookup.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { type Column, column } from '../engine/column.ts'
import { BUCKET } from './datasets.ts'
import './locale.ts'
import { lakeType, measuredColumns } from './types.ts'

/** Type of an origin: where one dataset's record of a golden record stands. */
export const ORIGIN_TYPE = 'STRUCT("extract" INTEGER, "line" BIGINT, "observed" TIMESTAMPTZ)'

/** Columns of a base table about the record itself, after those of its elements. */
const ABOUT_RECORD = [
  'record_status',
  'provisional',
  'disputed',
  'key_repair',
  'origin',
  BUCKET.name,
] as const

/** The elements of a foundation other than its key, in the order of the base table's columns. */
export function attributesOf(catalogue: Catalogue, foundation: Foundation): Element[] {
  const elements = elementsOf(catalogue, foundation.id).filter(
    (element) => element.id !== foundation.keyElement,
  )
  refuseTakenNames(foundation, elements)
  return elements
}

/**
 * The datasets that bear on golden records: they carry an element other than the key, or confirm that a record
 * exists. The others hold records of the subject that only history/<dataset> shows.
 * @throws ShuyuanError `catalog.unknown_dataset`
 */
export function joinedDatasets(catalogue: Catalogue, foundation: Foundation): Dataset[] {
  const columns = new Set(attributesOf(catalogue, foundation).map((element) => element.id))
  return foundation.datasets
    .map((id) => datasetOf(catalogue, id))
    .filter(
      (dataset) =>
        foundation.confirmedBy.includes(dataset.id) ||
        dataset.fields.some((field) => columns.has(field.element)),
    )
}

/**
 * Columns of base/<foundation>: the key, the elements, the measures of a geometry, then `record_status` (confirmed, unconfirmed, expired),
 * `provisional` (columns filled from a fallback), `disputed` (columns under an objection), `key_repair`, `origin` (a
 * member per dataset), `bucket`. Both lists are NULL when empty.
 * @throws ShuyuanError `foundations.column_taken`
 */
export function baseColumns(catalogue: Catalogue, foundation: Foundation): Column[] {
  const elements = attributesOf(catalogue, foundation)
  return [
    column(foundation.key, 'VARCHAR'),
    ...elements.map((element) => column(columnOf(element.id), lakeType(element.type))),
    ...measuredColumns(elements.map((element) => element.type)),
    column('record_status', 'VARCHAR'),
    column('provisional', 'VARCHAR[]'),
    column('disputed', 'VARCHAR[]'),
    column('key_repair', 'VARCHAR'),
    column(
      'origin',
      `STRUCT(${joinedDatasets(catalogue, foundation)
        .map(({ id }) => `"${id}" ${ORIGIN_TYPE}`)
        .join(', ')})`,
    ),
    BUCKET,
  ]
}

/** The columns of a base table that an objection may put in dispute: the key and the elements. */
export function disputableColumns(catalogue: Catalogue, foundation: Foundation): string[] {
  return [foundation.key, ...attributesOf(catalogue, foundation).map((element) => columnOf(element.id))]
}

/** Columns of conflicts/<foundation>: one row per element of a record and copy that differs. */
export function conflictColumns(foundation: Foundation): Column[] {
  return [
    column(foundation.key, 'VARCHAR'),
    column('element', 'VARCHAR'),
    column('kind', 'VARCHAR'),
    ...side('authority', []),
    ...side('copy', ['copy_field']),
    BUCKET,
  ]
}

/** True of a foundation that has code_check/<foundation>: of its registers some give out numbers. */
export function verifiesCodes({ datasets }: Catalogue, { id, codeCheck }: Foundation): boolean {
  return codeCheck !== undefined || datasets.some(({ foundation, holder }) => foundation === id && holder)
}

/** Columns of code_check/<foundation>: one row per two parties that a code sets against each other. */
export function codeCheckColumns(foundation: Foundation): Column[] {
  const party = (name: 'first' | 'second') => [
    column(`${name}_dataset`, 'VARCHAR'),
    column(`${name}_name`, 'VARCHAR'),
    column(`${name}_extract`, 'INTEGER'),
    column(`${name}_line`, 'BIGINT'),
  ]
  return [
    column(foundation.key, 'VARCHAR'),
    column('kind', 'VARCHAR'),
    column('other_code', 'VARCHAR'),
    ...party('first'),
    ...party('second'),
  ]
}

function side(name: 'authority' | 'copy', more: string[]): Column[] {
  return [
    ...[`${name}_dataset`, ...more, `${name}_value`].map((id) => column(id, 'VARCHAR')),
    column(`${name}_extract`, 'INTEGER'),
    column(`${name}_line`, 'BIGINT'),
    column(`${name}_observed`, 'TIMESTAMPTZ'),
  ]
}

function refuseTakenNames(foundation: Foundation, elements: Element[]): void {
  const measures = measuredColumns(elements.map((element) => element.type)).map(({ name }) => name)
  const taken: string[] = [foundation.key, ...measures, ...ABOUT_RECORD]
  const clash = elements.find((element) => taken.includes(columnOf(element.id)))
  if (clash) {
    const fields = { foundation: foundation.id, element: clash.id, column: columnOf(clash.id) }
    throw new ShuyuanError('foundations.column_taken', fields)
  }
}
