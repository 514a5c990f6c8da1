import { sql, type Transaction } from 'kysely'
import type { LedgerDb } from './open.ts'
import type { LedgerSchema } from './schema.ts'

/** Kinds of advisory locks; with a name they give one lock, released when the transaction ends. */
const kinds = {
  extracts: 1,
  runs: 2,
  releases: 3,
  deliveries: 4,
  audit: 5,
  keyDecisions: 7,
  objections: 8,
} as const

const NAMED = sql.lit(748_320_000)

/** Runs `work` in a transaction that alone holds the lock of `kind` and `name`. Joins a transaction already open. */
export async function inLockedTransaction<T>(
  db: LedgerDb,
  kind: keyof typeof kinds,
  name: string,
  work: (tx: Transaction<LedgerSchema>) => Promise<T>,
): Promise<T> {
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(748_320_000 + kinds[kind])}, hashtext(${name}))`.execute(
      tx,
    )
    return work(tx)
  })
}

/**
 * Runs `work` while this process alone holds the lock `name`, over as many transactions as it takes. Waits for
 * whoever has it; a holder that dies lets go. Takes one connection of the pool meanwhile.
 */
export function withLock<T>(db: LedgerDb, name: string, work: () => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${NAMED}, hashtext(${name}))`.execute(connection)
    try {
      return await work()
    } finally {
      await sql`select pg_advisory_unlock(${NAMED}, hashtext(${name}))`.execute(connection)
    }
  })
}

/** True while some process has the lock `name` of `withLock`. It looks without taking it: two that look see the same. */
export async function isLocked(db: LedgerDb, name: string): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select exists(select 1 from pg_locks where locktype = 'advisory' and granted and objsubid = 2
      and database = (select oid from pg_database where datname = current_database())
      and classid = ${NAMED} and objid = (hashtext(${name})::bigint & 4294967295)::oid) as taken`.execute(db)
  return rows[0]?.taken === true
}

/** `withLock` with several locks, taken in the order of their names over one connection. */
export function withLocks<T>(db: LedgerDb, names: string[], work: () => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    const taken: string[] = []
    try {
      for (const name of [...new Set(names)].sort()) {
        await sql`select pg_advisory_lock(${NAMED}, hashtext(${name}))`.execute(connection)
        taken.push(name)
      }
      return await work()
    } finally {
      for (const name of taken)
        await sql`select pg_advisory_unlock(${NAMED}, hashtext(${name}))`.execute(connection)
    }
  })
}

/** Runs `work` in a transaction: the one already open, else a new one. */
export function inTransaction<T>(
  db: LedgerDb,
  work: (tx: Transaction<LedgerSchema>) => Promise<T>,
): Promise<T> {
  return db.isTransaction ? work(db as Transaction<LedgerSchema>) : db.transaction().execute(work)
}
