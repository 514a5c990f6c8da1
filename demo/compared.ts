import { sql } from 'kysely'
import type { Expression } from '../warehouse/engine/relation.ts'

/** Whether the rows of two relations have the same values in the columns. */
export function areSame(one: string, other: string, columns: readonly string[]): Expression<boolean> {
  const same = columns.map(
    (column) => sql`${sql.id(one, column)} is not distinct from ${sql.id(other, column)}`,
  )
  return sql<boolean>`(${sql.join(same, sql` and `)})`
}

/** The columns in which the rows of two relations differ. */
export function differing(one: string, other: string, columns: readonly string[]): Expression {
  const checks = columns.map(
    (column) =>
      sql`case when ${sql.id(one, column)} is distinct from ${sql.id(other, column)} then ${sql.lit(column)} end`,
  )
  return sql`list_filter([${sql.join(checks)}], lambda c: c is not null)`
}
