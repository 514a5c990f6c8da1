import { sql } from 'kysely'
import type { Relation } from '../warehouse/engine/relation.ts'

/** A relation over JSON Lines of the truth, with the columns and DuckDB types given. */
export function readTruth(glob: string, columns: Record<string, string>): Relation {
  const typed = Object.entries(columns).map(([name, type]) => sql`${sql.lit(name)}: ${sql.lit(type)}`)
  return sql`read_json(${sql.lit(glob)}, format = 'newline_delimited', columns = {${sql.join(typed)}})`
}
