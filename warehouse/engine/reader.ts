import { DuckDBInstance, StatementType } from '@duckdb/node-api'
import { type RawBuilder, sql } from 'kysely'
import { ShuyuanError } from '../../core/errors.ts'
import { translate } from './errors.ts'
import { compile } from './sql.ts'

/** A relation that the reader shows: `schema.name`. */
export interface View {
  schema: string
  name: string
  relation: RawBuilder<unknown>
}

export interface Selected {
  columns: string[]
  rows: Record<string, unknown>[]
  /** True when rows beyond the limit were left out. */
  more: boolean
}

/** A DuckDB that can only read the given views: no other file, no setting, no write. */
export interface Reader {
  /** @throws ShuyuanError `engine.not_a_select`, or `engine.statement_invalid` with DuckDB's words */
  select(statement: string, limit: number): Promise<Selected>
  close(): void
}

const READS = new Set<StatementType>([StatementType.SELECT, StatementType.EXPLAIN])

/**
 * Opens a reader on `views`. Files outside `folder` cannot be reached from any statement, and the
 * configuration is locked before the first one runs.
 */
export async function openReader(
  views: View[],
  options: { folder: string; memoryLimit: string },
): Promise<Reader> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: options.memoryLimit })
  const connection = await instance.connect()
  const run = async (query: RawBuilder<unknown>) => void (await connection.run(compile(query).sql))
  await run(sql`set global TimeZone = 'UTC'`)
  for (const schema of new Set(views.map((view) => view.schema)))
    await run(sql`create schema if not exists ${sql.id(schema)}`)
  for (const view of views) {
    await run(sql`create view ${sql.id(view.schema, view.name)} as select * from ${view.relation}`)
  }
  await run(sql`set allowed_directories = [${sql.lit(`${options.folder}/`)}]`)
  await run(sql`set enable_external_access = false`)
  await run(sql`set lock_configuration = true`)
  return {
    async select(statement, limit) {
      try {
        const statements = await connection.extractStatements(statement)
        const prepared = statements.count === 1 ? await statements.prepare(0) : undefined
        if (!prepared || !READS.has(prepared.statementType)) throw new ShuyuanError('engine.not_a_select')
        const reader = await connection.streamAndReadUntil(statement, limit + 1)
        const rows = reader.getRowObjectsJS()
        return {
          columns: reader.deduplicatedColumnNames(),
          rows: rows.slice(0, limit),
          more: rows.length > limit,
        }
      } catch (error) {
        throw translate(error, { memoryLimit: options.memoryLimit, tempDirectory: '-' })
      }
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
