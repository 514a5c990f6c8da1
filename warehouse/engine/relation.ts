import { type RawBuilder, sql } from 'kysely'

/** SQL of one value of a row: a column, a constant, a function of them. `T`: as the engine gives it back. */
export type Expression<T = unknown> = RawBuilder<T>

/** SQL that stands where a table stands: its rows. `Row`: as the engine gives them back. */
export type Relation<Row = unknown> = RawBuilder<Row>

/** The query of all rows of a relation, as it is. */
export function everyRow(rows: Relation): Relation {
  return sql`select * from ${rows}`
}

/** The rows of several relations together, by the names of their columns: what a relation has not is NULL. */
export function rowsTogether(parts: readonly Relation[]): Relation {
  return sql`(${sql.join(parts.map(everyRow), sql` union all by name `)})`
}
