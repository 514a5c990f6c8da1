import { sql } from 'kysely'
import type { Relation } from './relation.ts'

/**
 * Rows that the program has, however many, as one relation: they go to the engine as one text of JSON, bound, and not
 * as SQL. `values` is for a few rows; it plans every value by itself, which takes seconds for ten thousand rows.
 */
export function jsonRows<Name extends string>(
  columns: Readonly<Record<Name, string>>,
  rows: readonly Readonly<Record<NoInfer<Name>, string | number | boolean | null>>[],
): Relation {
  const names = Object.keys(columns) as Name[]
  const text = JSON.stringify(rows, (_name, value: unknown) =>
    typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\ufffd') : value,
  )
  const shape = sql.lit(JSON.stringify([columns]))
  const fields = sql.join(names.map((name) => sql`given.${sql.id(name)}`))
  return sql`(select ${fields} from (select unnest(from_json(${text}::json, ${shape})) as given))`
}
