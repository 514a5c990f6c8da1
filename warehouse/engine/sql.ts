import { type CompiledQuery, Kysely, type RawBuilder } from 'kysely'
import { duckDbDialect } from './dialect.ts'

/** Anything that compiles to one SQL statement: a `sql` template or a query of the builder. */
export type Sql = RawBuilder<unknown> | { compile(): CompiledQuery }

/** Builds and compiles statements for DuckDB without executing them: `"` identifiers and `$1` parameters. */
export const builder = new Kysely<Record<string, Record<string, unknown>>>({ dialect: duckDbDialect() })

/** The statement's text and parameters. */
export function compile(query: Sql): { sql: string; parameters: readonly unknown[] } {
  return 'toOperationNode' in query ? query.compile(builder) : query.compile()
}
