import { join } from 'node:path'
import { sql } from 'kysely'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import { fileColumns, type Manifest } from '../manifest.ts'
import { duckTypes } from '../masks.ts'
import { dataFileOf } from '../verify.ts'

/** The rows of a package as a relation of typed columns, `_change` first where it is incremental. */
export function rowsOf(folder: string, manifest: Manifest): Relation {
  const file = dataFileOf(manifest)
  const path = sql.lit(join(folder, file))
  const columns = fileColumns(manifest)
  if (file === 'data.parquet') {
    const typed = columns.map(
      ({ name, type }) => sql`CAST(${read(name, type)} AS ${duckTypes[type]}) AS ${sql.ref(name)}`,
    )
    return sql`(SELECT ${sql.join(typed)} FROM read_parquet([${path}]))`
  }
  const names = columns.map(({ name }) => sql`${sql.lit(name)}: 'VARCHAR'`)
  const typed = columns.map(
    ({ name, type }) => sql`CAST(${bare(name, type)} AS ${duckTypes[type]}) AS ${sql.ref(name)}`,
  )
  return sql`(SELECT ${sql.join(typed)} FROM read_csv([${path}], auto_detect = false, header = true, delim = ',',
    quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, max_line_size = 16777216,
    columns = {${sql.join(names)}}))`
}

/** A column of GeoParquet, whose geometries DuckDB turns into values of its own type. */
function read(name: string, type: string): Expression {
  return type === 'geometry' ? sql`st_aswkb(${sql.ref(name)})` : sql.ref(name)
}

/** A CSV text without the apostrophe that kept spreadsheets from taking it for a formula; a geometry as bytes. */
function bare(name: string, type: string): Expression {
  const column = sql.ref(name)
  if (type === 'geometry') return sql`from_hex(${column})`
  return type === 'text'
    ? sql`CASE WHEN left(${column}, 1) = '''' THEN substr(${column}, 2) ELSE ${column} END`
    : column
}
