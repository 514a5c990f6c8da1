import type { Engine, EngineOptions } from './engine.ts'

/** The process's DuckDB, opened by the first who asks it something: many a command asks the ledger alone. */
export function engineOnDemand(options: EngineOptions): Engine {
  let opening: Promise<Engine> | undefined
  let opened: Engine | undefined
  let isClosed = false
  const open = async () => {
    const { openEngine } = await import('./engine.ts')
    const engine = await openEngine(options)
    if (isClosed) engine.close()
    opened = engine
    return engine
  }
  const engine = () => {
    opening ??= open()
    return opening
  }
  return {
    exec: async (query) => (await engine()).exec(query),
    rows: async (query) => (await engine()).rows(query),
    async *stream(query) {
      yield* (await engine()).stream(query)
    },
    session: async () => (await engine()).session(),
    withSession: async (work) => (await engine()).withSession(work),
    interrupt: () => opened?.interrupt(),
    close: () => {
      isClosed = true
      opened?.close()
    },
  }
}
