import { CamelCasePlugin, type Driver, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { joinEmbedded } from './embedded.ts'
import { migrate, SCHEMA } from './migrations.ts'
import type { LedgerSchema } from './schema.ts'
import { serverOf, translate } from './translate.ts'

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

const POOL_SIZE = 10
const CONNECT_MS = 5000

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
  const plain = new Kysely<LedgerSchema>({ dialect: new LedgerDialect(connectionString, server) })
  try {
    await migrate(plain as Kysely<unknown>, server)
  } catch (error) {
    await plain.destroy()
    throw error
  }
  const db = plain.withPlugin(new CamelCasePlugin({ maintainNestedObjectKeys: true })).withSchema(SCHEMA)
  return { db, connectionString, server, close: once(() => plain.destroy()) }
}

/** PostgreSQL whose errors are the platform's. */
class LedgerDialect extends PostgresDialect {
  readonly #server: string

  constructor(connectionString: string, server: string) {
    const pool = new pg.Pool({
      connectionString,
      max: POOL_SIZE,
      connectionTimeoutMillis: CONNECT_MS,
      application_name: 'shuyuan',
      keepAlive: true,
      types: { getTypeParser },
    })
    pool.on('error', () => undefined)
    super({ pool })
    this.#server = server
  }

  override createDriver(): Driver {
    const driver = super.createDriver()
    const wrapped = new WeakSet<object>()
    const acquire = driver.acquireConnection.bind(driver)
    driver.acquireConnection = async () => {
      const connection = await this.#translated(acquire())
      if (wrapped.has(connection)) return connection
      wrapped.add(connection)
      const execute = connection.executeQuery.bind(connection)
      connection.executeQuery = (query) => this.#translated(execute(query))
      return connection
    }
    return driver
  }

  #translated<T>(work: Promise<T>): Promise<T> {
    return work.catch((error: unknown) => {
      throw translate(error, this.#server)
    })
  }
}

/** BIGINT columns hold counts and byte sizes: numbers. A value beyond 2^53 is an error, never rounded. */
const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (oid, format) =>
  oid === pg.types.builtins.INT8 && format !== 'binary' ? toSafeInteger : pg.types.getTypeParser(oid, format)

function toSafeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is too large for a count`)
  return value
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => {
    done ??= work()
    return done
  }
}
