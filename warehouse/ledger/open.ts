import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely'
import { joinEmbedded, type Presence } from './embedded.ts'
import { migrate, SCHEMA } from './migrations.ts'
import { openPool } from './pool.ts'
import { grantAppRole, hasAppRole } from './roles.ts'
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
 * when it is not running and shared with other processes. Applies missing migrations; on the embedded server as the
 * owner of the tables, to go on as an account that owns none of them.
 *
 * @throws ShuyuanError `ledger.unreachable` (within 5 s), `ledger.refused`, `ledger.newer_schema`,
 *   `ledger.start_failed`, `ledger.initdb_failed`, `ledger.folder_closed`
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  if (options.databaseUrl) return connectLedger(options.databaseUrl)
  const presence = await joinEmbedded(options.dataRoot)
  try {
    if (!(await hasAppRole(presence.client()))) await prepare(presence)
    const ledger = await connectLedger(presence.appConnectionString)
    return { ...ledger, close: once(() => ledger.close().finally(presence.leave)) }
  } catch (error) {
    await presence.leave()
    throw error
  }
}

/** Makes or migrates the tables as their owner, and gives the program's account its rights to them. */
async function prepare(presence: Presence): Promise<void> {
  const owned = await connectLedger(presence.connectionString)
  await owned.close()
  await grantAppRole(
    presence.connectionString,
    decodeURIComponent(new URL(presence.appConnectionString).password),
  )
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

/** Whether the database answers. */
export function isReachable(db: LedgerDb): Promise<boolean> {
  return sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
}
