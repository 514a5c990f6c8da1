import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import { joinEmbedded } from './embedded.ts'
import { migrate, SCHEMA } from './migrations.ts'
import { openPool } from './pool.ts'
import type { LedgerSchema } from './schema.ts'
import { serverOf } from './translate.ts'

/** What repositories work on: the ledger itself, or a transaction of it. */
export type LedgerDb = Kysely<LedgerSchema>

/** The open control database. */
export interface Ledger {
  db: LedgerDb
  /** For others on the same server (the queue). Holds the password: never log it. */
  connectionString: string
  /** `host:port/database`, fit for messages. */
  server: string
  /** Closes every connection; of the embedded server's users, the last one stops it. Safe to call twice. */
  close(): Promise<void>
}

export interface LedgerOptions {
  /** The data folder. Its `ledger/pg` holds the embedded server's files. */
  dataRoot: string
  /** A PostgreSQL (16 or later) to use in place of the embedded one. */
  databaseUrl?: string
}

/**
 * Opens the control database: `databaseUrl` where given, else the embedded server of the data folder, started
 * when it is not running and shared with other processes. Applies missing migrations.
 *
 * @throws ShuyuanError `ledger.unreachable` (within 5 s), `ledger.refused`, `ledger.newer_schema`,
 *   `ledger.start_failed`, `ledger.initdb_failed`, `ledger.folder_closed`
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  if (options.databaseUrl) return connectLedger(options.databaseUrl)
  const presence = await joinEmbedded(options.dataRoot)
  try {
    const ledger = await connectLedger(presence.connectionString)
    return { ...ledger, close: once(() => ledger.close().finally(presence.leave)) }
  } catch (error) {
    await presence.leave()
    throw error
  }
}

/** Opens the ledger in the database that `connectionString` names. */
export async function connectLedger(connectionString: string): Promise<Ledger> {
  const server = serverOf(connectionString)
  const plain = new Kysely<LedgerSchema>({
    dialect: new PostgresDialect({ pool: openPool(connectionString, server) }),
  })
  try {
    await migrate(plain as Kysely<unknown>, server)
  } catch (error) {
    await plain.destroy()
    throw error
  }
  const db = plain.withPlugin(new CamelCasePlugin({ maintainNestedObjectKeys: true })).withSchema(SCHEMA)
  return { db, connectionString, server, close: once(() => plain.destroy()) }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= work()
    return done
  }
}
