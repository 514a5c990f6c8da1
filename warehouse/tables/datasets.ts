import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { elementOf } from '../../catalog/lookup.ts'
import { type Column, column } from '../engine/column.ts'
import { lakeType, measuredColumns } from './types.ts'

const POSITION = [column('_extract', 'INTEGER'), column('_line', 'BIGINT'), column('_op', 'VARCHAR')]

/** The column that tables are partitioned by: the hash bucket of the record's key. */
export const BUCKET: Column = column('bucket', 'INTEGER')

/** Columns of raw/<dataset>: every field as received. */
export function rawColumns(dataset: Dataset): Column[] {
  return [
    ...POSITION,
    ...dataset.fields.map((field) => column(field.id, 'VARCHAR')),
    column('_extra', 'VARCHAR'),
  ]
}

/**
 * Columns of std/<dataset>, the log of its row versions: every field in its element's type, the repairs of its key,
 * `_from` (when the state begins), `_as_of` (when the extract that states it was taken), the bucket. `_op`: I and U state a record, D ends it, R takes the row of the same
 * `_extract`, `_line` and `_repair` back. `_line` 0: a full dump no longer has the record.
 * @throws ShuyuanError `catalog.unknown_element`
 */
export function stdColumns(catalogue: Catalogue, dataset: Dataset): Column[] {
  return [
    ...POSITION,
    ...fieldColumns(catalogue, dataset),
    column('_repair', 'VARCHAR'),
    column('_from', 'TIMESTAMPTZ'),
    column('_as_of', 'TIMESTAMPTZ'),
    BUCKET,
  ]
}

/**
 * Columns of history/<dataset>: one row per state of a record, with the extract and line that stated it. The current
 * state has no `_valid_to`.
 * @throws ShuyuanError `catalog.unknown_element`
 */
export function stateColumns(catalogue: Catalogue, dataset: Dataset): Column[] {
  return [
    ...fieldColumns(catalogue, dataset),
    column('_valid_from', 'TIMESTAMPTZ'),
    column('_valid_to', 'TIMESTAMPTZ'),
    column('_extract', 'INTEGER'),
    column('_line', 'BIGINT'),
    column('_repair', 'VARCHAR'),
    BUCKET,
  ]
}

/** The fields of a dataset in their elements' types, then what is measured of a geometry among them. */
export function fieldColumns(catalogue: Catalogue, dataset: Dataset): Column[] {
  const types = dataset.fields.map((field) => elementOf(catalogue, field.element).type)
  const fields = dataset.fields.map((field, at) => column(field.id, lakeType(types[at] ?? 'text')))
  return [...fields, ...measuredColumns(types)]
}

/**
 * Columns of quarantine/<dataset>: failing rows with all their violations and what was received. `division` is the
 * league or city of the row, where its division could be read.
 */
export function quarantineColumns(): Column[] {
  return [
    ...POSITION,
    column('key', 'VARCHAR'),
    column('rejected', 'BOOLEAN'),
    column('violations', 'STRUCT("rule" VARCHAR, "field" VARCHAR, "code" VARCHAR, "severity" VARCHAR)[]'),
    column('raw', 'VARCHAR'),
    column('division', 'VARCHAR'),
  ]
}
