import { mkdirSync } from 'node:fs'
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api'
import { sql } from 'kysely'
import { compile, type Sql } from './sql.ts'

export interface EngineOptions {
  /** Bytes as DuckDB writes them, `4GB`. */
  memoryLimit?: string
  threads?: number
  /** Where work spills when memory runs out. */
  tempDirectory: string
}

/** One connection to an in-memory DuckDB. Temporary tables live as long as the session. */
export interface Session {
  /** Runs a statement for its effect. */
  exec(query: Sql): Promise<void>
  /** All rows, as plain JavaScript values (BIGINT as bigint, TIMESTAMP as Date, NULL as null). */
  rows<T>(query: Sql): Promise<T[]>
  close(): void
}

export interface Engine extends Session {
  /** Another connection to the same instance, with temporary tables of its own. */
  session(): Promise<Session>
}

/** Opens the process's DuckDB. The time zone is UTC: instants are compared as instants. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  mkdirSync(options.tempDirectory, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: options.memoryLimit ?? '3GB',
    temp_directory: options.tempDirectory,
    ...(options.threads ? { threads: String(options.threads) } : {}),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const open = async () => sessionOn(await instance.connect())
  const first = await open()
  await first.exec(sql`SET GLOBAL TimeZone = 'UTC'`)
  return {
    ...first,
    session: open,
    close: () => {
      first.close()
      instance.closeSync()
    },
  }
}

function sessionOn(connection: DuckDBConnection): Session {
  return {
    async exec(query) {
      const { sql, parameters } = compile(query)
      await connection.run(sql, parameters as DuckDBValue[])
    },
    async rows<T>(query: Sql) {
      const { sql, parameters } = compile(query)
      const reader = await connection.runAndReadAll(sql, parameters as DuckDBValue[])
      return reader.getRowObjectsJS() as T[]
    },
    close: () => connection.closeSync(),
  }
}
