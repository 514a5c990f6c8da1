import { Kysely } from 'kysely'
import { duckDbDialect } from './dialect.ts'
import type { Sql } from './session.ts'

/** Builds and compiles statements for DuckDB without executing them: `"` identifiers and `$1` parameters. */
const builder = new Kysely<Record<string, Record<string, unknown>>>({ dialect: duckDbDialect() })

/** The statement's text and parameters. */
export function compile(query: Sql): { sql: string; parameters: readonly unknown[] } {
  return 'toOperationNode' in query ? query.compile(builder) : query.compile()
}
