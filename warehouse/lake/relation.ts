import { type RawBuilder, sql } from 'kysely'
import { ShuyuanError } from '../../core/errors.ts'
import { inTable, type Place } from './log.ts'
import type { Column, DataFile } from './types.ts'

/** What a relation is read from. */
export interface RelationSource {
  place: Place
  schema: Column[]
  partitionBy: string[]
}

/**
 * A relation over Parquet files with the columns of `schema`, partition columns included; `extra` columns are
 * stored in the files. Typed and empty when there are no files.
 */
export function relationOf(
  source: RelationSource,
  files: Pick<DataFile, 'path' | 'partitionValues'>[],
  prefix = '',
): RawBuilder<unknown> {
  if (files.length === 0) return emptyRelation(source.schema)
  const columns = sql.join(source.schema.map((column) => sql.id(column.name)))
  const paths = sql.join(files.map((file) => sql.lit(locationOf(source, file, prefix))))
  return sql`(SELECT ${columns} FROM read_parquet([${paths}], union_by_name = false, ${hive(source.partitionBy)}))`
}

/** A relation without rows that has the columns and their types. */
export function emptyRelation(schema: Column[]): RawBuilder<unknown> {
  const columns = schema.map((column) => sql`CAST(NULL AS ${typeSql(column)}) AS ${sql.id(column.name)}`)
  return sql`(SELECT ${sql.join(columns)} WHERE false)`
}

/** A checked column's type as SQL. */
export const typeSql = (column: Column) => sql.raw(column.type)

function hive(partitionBy: string[]): RawBuilder<unknown> {
  if (partitionBy.length === 0) return sql`hive_partitioning = false`
  const types = partitionBy.map((name) => sql`${sql.lit(name)}: INTEGER`)
  return sql`hive_partitioning = true, hive_types_autocast = false, hive_types = {${sql.join(types)}}`
}

/** Partition values are read from folder names, so a file must lie in the folder of its partition. */
function locationOf(
  source: RelationSource,
  file: Pick<DataFile, 'path' | 'partitionValues'>,
  prefix: string,
): string {
  if (!file.path.startsWith(prefix + partitionFolder(source.partitionBy, file.partitionValues))) {
    throw new ShuyuanError('lake.foreign_layout', { table: source.place.table, file: file.path })
  }
  return source.place.store.localPath(inTable(source.place, file.path))
}

/** `bucket=3/`, or nothing for a table without partitions. */
export function partitionFolder(partitionBy: string[], values: Record<string, string | null>): string {
  return partitionBy.map((name) => `${name}=${values[name] ?? '__HIVE_DEFAULT_PARTITION__'}/`).join('')
}
