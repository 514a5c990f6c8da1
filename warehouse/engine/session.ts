import type { CompiledQuery } from 'kysely'
import type { Expression } from './relation.ts'

/** Anything that compiles to one SQL statement: a `sql` template or a query of the builder. */
export type Sql = Expression | { compile(): CompiledQuery }

/**
 * One connection to an in-memory DuckDB. Temporary tables live as long as the session. Failures are
 * ShuyuanErrors `engine.*`; they never carry values of the data.
 */
export interface Session {
  /** Runs a statement for its effect. */
  exec(query: Sql): Promise<void>
  /**
   * All rows, as plain JavaScript values: BIGINT bigint, DECIMAL number, DATE and TIMESTAMP Date (ms), NULL
   * null. Cast to VARCHAR in SQL where more digits matter.
   */
  rows<T>(query: Sql): Promise<T[]>
  /** The rows in chunks of about 2,000, without holding the result in memory. */
  stream<T>(query: Sql): AsyncIterable<T[]>
  /** Stops the running statement, which then fails with `engine.interrupted`. */
  interrupt(): void
  close(): void
}
