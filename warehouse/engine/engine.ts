import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { sql } from 'kysely'
import { bind } from './bind.ts'
import { type EngineLimits, translate } from './errors.ts'
import type { Session, Sql } from './session.ts'
import { openSpillFolder } from './spill.ts'
import { compile } from './sql.ts'

export interface EngineOptions {
  /** Bytes as DuckDB writes them, `4GB`. */
  memoryLimit?: string
  threads?: number
  /** Where work spills when memory runs out; each engine makes a folder of its own in it. */
  tempDirectory: string
}

export interface Engine extends Session {
  /** Another connection to the same instance, with temporary tables of its own. */
  session(): Promise<Session>
  /** Does `work` on another connection, which is closed when it ends, however it ends. */
  withSession<T>(work: (session: Session) => Promise<T>): Promise<T>
}

/** Opens the process's DuckDB. The time zone is UTC: instants are compared as instants. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const spill = openSpillFolder(options.tempDirectory)
  const limits = { memoryLimit: options.memoryLimit ?? '3GB', tempDirectory: options.tempDirectory }
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: limits.memoryLimit,
    temp_directory: spill.path,
    ...(options.threads ? { threads: String(options.threads) } : {}),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const open = async () => sessionOn(await instance.connect(), limits)
  const first = await open()
  await first.exec(sql`SET GLOBAL TimeZone = 'UTC'`)
  return {
    ...first,
    session: open,
    withSession: async (work) => {
      const session = await open()
      try {
        return await work(session)
      } finally {
        session.close()
      }
    },
    close: () => {
      first.close()
      instance.closeSync()
      spill.remove()
    },
  }
}

function sessionOn(connection: DuckDBConnection, limits: EngineLimits): Session {
  const guarded = async <T>(
    query: Sql,
    run: (text: string, ...bound: Bindings) => Promise<T>,
  ): Promise<T> => {
    try {
      const { sql: text, parameters } = compile(query)
      return await run(text, ...bindAll(parameters))
    } catch (error) {
      throw translate(error, limits)
    }
  }
  return {
    exec: async (query) => void (await guarded(query, (text, ...bound) => connection.run(text, ...bound))),
    rows: <T>(query: Sql) =>
      guarded(query, async (text, ...bound) => {
        const reader = await connection.runAndReadAll(text, ...bound)
        return reader.getRowObjectsJS() as T[]
      }),
    async *stream<T>(query: Sql) {
      const result = await guarded(query, (text, ...bound) => connection.stream(text, ...bound))
      const chunks = result.yieldRowObjectJs()
      for (;;) {
        const next = await guarded(query, () => chunks.next())
        if (next.done) return
        if (next.value.length > 0) yield next.value as T[]
      }
    },
    interrupt: () => connection.interrupt(),
    close: () => connection.closeSync(),
  }
}

type Bindings = Parameters<DuckDBConnection['run']> extends [string, ...infer Rest] ? Rest : never

function bindAll(parameters: readonly unknown[]): Bindings {
  if (parameters.length === 0) return []
  const bound = parameters.map(bind)
  return [bound.map((item) => item.value), bound.map((item) => item.type)]
}
