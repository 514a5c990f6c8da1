import type { RawBuilder } from 'kysely'

/** SQL of one value of a row: a column, a constant, a function of them. `T`: as the engine gives it back. */
export type Expression<T = unknown> = RawBuilder<T>

/** SQL that stands where a table stands: its rows. `Row`: as the engine gives them back. */
export type Relation<Row = unknown> = RawBuilder<Row>
