import { sql } from 'kysely'
import { ShuyuanError } from '../../core/errors.ts'
import type { Column } from '../engine/column.ts'
import type { Expression, Relation } from '../engine/relation.ts'
import { inTable, type Place } from './log.ts'

/** What a relation is read from. */
export interface RelationSource {
  place: Place
  schema: Column[]
  partitionBy: string[]
  /** Columns that every file holds besides those of the schema. */
  extra?: Column[]
  /** Folder in the table that the partition folders lie in, `''` or `_change_data/`. */
  prefix?: string
  /** Adds `_file` and `_row`. */
  positions?: boolean
}

/** A Parquet file of a relation. */
export interface RelationFile {
  path: string
  partitionValues: Record<string, string | null>
  /** It holds the first so many columns of the schema; undefined: all. */
  columns?: number | undefined
  mask?: Mask | undefined
}

/** Rows of a file by their positions, which stand under `number` in a file of positions (see positions.ts). */
export interface Mask {
  /** Path of the file of positions in the table. */
  path: string
  number: number
  /** Whether just these rows are read, or all but these. */
  keeps: 'these' | 'others'
}

const POSITION_COLUMNS: Column[] = [
  { name: '_file', type: 'VARCHAR', nullable: false },
  { name: '_row', type: 'BIGINT', nullable: false },
]

/**
 * A relation over Parquet files with the columns of `schema`, partition columns included. Typed and empty when
 * there are no files. One plain scan when no file lacks a column or has a mask.
 */
export function relationOf(source: RelationSource, files: RelationFile[]): Relation {
  const groups = new Map<string, RelationFile[]>()
  for (const file of files) {
    const kind = [columnCount(source, file), file.mask?.keeps, file.mask?.path].join()
    const group = groups.get(kind)
    if (group) group.push(file)
    else groups.set(kind, [file])
  }
  if (groups.size === 0) {
    const positions = source.positions ? POSITION_COLUMNS : []
    return emptyRelation([...source.schema, ...(source.extra ?? []), ...positions])
  }
  return sql`(${sql.join(
    [...groups.values()].map((group) => scan(source, group)),
    sql` UNION ALL `,
  )})`
}

const columnCount = (source: RelationSource, file: RelationFile) =>
  Math.min(file.columns ?? source.schema.length, source.schema.length)

/** One scan of files that hold the same columns and are masked in the same way. */
function scan(source: RelationSource, files: RelationFile[]): Relation {
  const count = files[0] ? columnCount(source, files[0]) : 0
  const columns = source.schema.map((column, index) =>
    index < count || source.partitionBy.includes(column.name) ? sql.id(column.name) : nullOf(column),
  )
  const extra = (source.extra ?? []).map((column) => sql.id(column.name))
  const positions = source.positions ? [fileSql(source), sql`file_row_number AS _row`] : []
  const paths = sql.join(files.map((file) => sql.lit(locationOf(source, file))))
  return sql`SELECT ${sql.join([...columns, ...extra, ...positions])} FROM read_parquet([${paths}], union_by_name = false, ${hive(source.partitionBy)})${masked(source, files)}`
}

/** The path in the table of the file that a row is from. */
function fileSql(source: RelationSource): Relation {
  const folder = source.place.store.localPath(inTable(source.place, ''))
  return sql`substr(filename, ${sql.lit(folder.length + 1)}) AS _file`
}

/**
 * The join that leaves rows out, by name of the file and position in it: `file_index` counts anew when a filter on
 * partition columns drops files from the scan.
 */
function masked(source: RelationSource, files: RelationFile[]): Relation {
  const masks = files.flatMap((file) => (file.mask ? [{ ...file.mask, of: locationOf(source, file) }] : []))
  if (!masks[0]) return sql``
  const join = masks[0].keeps === 'these' ? sql` SEMI JOIN ` : sql` ANTI JOIN `
  const stored = sql.lit(source.place.store.localPath(inTable(source.place, masks[0].path)))
  const numbers = sql.join(masks.map((mask) => sql.lit(mask.number)))
  const names = sql.join(masks.map((mask) => sql.lit(mask.of)))
  const isWhole = masks.every((mask, index) => mask.number === index)
  const place = isWhole ? sql`file + 1` : sql`list_position([${numbers}], file)`
  const only = isWhole ? sql`file < ${sql.lit(masks.length)}` : sql`file IN (${numbers})`
  return sql`${join}(SELECT ([${names}])[${place}] AS _file, "row" AS _row
    FROM read_parquet([${stored}], hive_partitioning = false) WHERE ${only}) _masked
    ON filename = _masked._file AND file_row_number = _masked._row`
}

/** A relation without rows that has the columns and their types. */
export function emptyRelation(schema: Column[]): Relation {
  return sql`(SELECT ${sql.join(schema.map(nullOf))} WHERE false)`
}

const nullOf = (column: Column) => sql`CAST(NULL AS ${typeSql(column)}) AS ${sql.id(column.name)}`

/** A checked column's type as SQL. */
export const typeSql = (column: Column) => sql.raw(column.type)

function hive(partitionBy: string[]): Expression {
  if (partitionBy.length === 0) return sql`hive_partitioning = false`
  const types = partitionBy.map((name) => sql`${sql.lit(name)}: INTEGER`)
  return sql`hive_partitioning = true, hive_types_autocast = false, hive_types = {${sql.join(types)}}`
}

/** Partition values are read from folder names, so a file must lie in the folder of its partition. */
function locationOf(source: RelationSource, file: RelationFile): string {
  const folder = (source.prefix ?? '') + partitionFolder(source.partitionBy, file.partitionValues)
  if (!file.path.startsWith(folder)) {
    throw new ShuyuanError('lake.foreign_layout', { table: source.place.table, file: file.path })
  }
  return source.place.store.localPath(inTable(source.place, file.path))
}

/** `bucket=3/`, or nothing for a table without partitions. */
export function partitionFolder(partitionBy: string[], values: Record<string, string | null>): string {
  return partitionBy.map((name) => `${name}=${values[name] ?? '__HIVE_DEFAULT_PARTITION__'}/`).join('')
}
