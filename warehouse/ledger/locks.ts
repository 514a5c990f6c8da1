import { sql, type Transaction } from 'kysely'
import type { LedgerDb } from './open.ts'
import type { LedgerSchema } from './schema.ts'

/** Kinds of advisory locks; with a name they give one lock, released when the transaction ends. */
const kinds = { extracts: 1, runs: 2, releases: 3, deliveries: 4, audit: 5 } as const

/** Runs `work` in a transaction that alone holds the lock of `kind` and `name`. Joins a transaction already open. */
export async function alone<T>(
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

/** Runs `work` in a transaction: the one already open, else a new one. */
export function inTransaction<T>(
  db: LedgerDb,
  work: (tx: Transaction<LedgerSchema>) => Promise<T>,
): Promise<T> {
  return db.isTransaction ? work(db as Transaction<LedgerSchema>) : db.transaction().execute(work)
}
