import { join } from 'node:path'
import { sql } from 'kysely'
import type { Relation } from '../warehouse/engine/relation.ts'

/** A relation over JSON Lines of the truth, with the columns and DuckDB types given. */
export function readTruth(glob: string, columns: Record<string, string>): Relation {
  const typed = Object.entries(columns).map(([name, type]) => sql`${sql.lit(name)}: ${sql.lit(type)}`)
  return sql`read_json(${sql.lit(glob)}, format = 'newline_delimited', columns = {${sql.join(typed)}})`
}

/** A relation over a table of the truth and its changing part: the columns given; lists are written apart by spaces. */
export function readTable(truthDir: string, name: string, columns: Record<string, string>): Relation {
  const chosen = Object.entries(columns).map(([column, type]) => {
    if (type === 'VARCHAR') return sql.id(column)
    const value = type.endsWith('[]') ? sql`string_split(${sql.id(column)}, ' ')` : sql.id(column)
    return sql`${value}::${sql.raw(type)} as ${sql.id(column)}`
  })
  return sql`(select ${sql.join(chosen)} from read_csv(${sql.lit(join(truthDir, `${name}.*tsv`))}, delim = '\t',
    quote = '"', escape = '"', header = true, all_varchar = true))`
}
