import { sql } from 'kysely'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'

/** Columns that a normaliser adds, level by level: each level may read the columns of those before it. */
export type Levels = { name: string; value: Expression }[][]

/** A helper column of a field. Field names have no `$`, so helpers never clash with them. */
export function helper(field: string, what: string): Expression {
  return sql`${sql.id(`${field}$${what}`)}`
}

/** A column to add, for a level. */
export function add(name: string, value: Expression): { name: string; value: Expression } {
  return { name, value }
}

/** Two lists of levels side by side: they begin together. */
export function beside(one: Levels, other: Levels): Levels {
  const [longer, shorter] = one.length >= other.length ? [one, other] : [other, one]
  return longer.map((columns, at) => [...columns, ...(shorter[at] ?? [])])
}

/** Stacks the levels of all fields on `relation`, one subquery a level, so that each value is computed once. */
export function stack(relation: Relation, fields: Levels[]): Relation {
  const depth = Math.max(0, ...fields.map((levels) => levels.length))
  let result = relation
  for (let level = 0; level < depth; level++) {
    const columns = fields.flatMap((levels) => levels[level] ?? [])
    if (columns.length === 0) continue
    const list = sql.join(columns.map(({ name, value }) => sql`${value} as ${sql.id(name)}`))
    result = sql`(select *, ${list} from ${result})`
  }
  return result
}
