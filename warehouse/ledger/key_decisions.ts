import type { Selectable } from 'kysely'
import { clean } from './json.ts'
import { inLockedTransaction } from './locks.ts'
import type { LedgerDb } from './open.ts'
import type { KeyDecisionAction, KeyDecisionsTable } from './schema.ts'

/** Who decided what about a record without a usable key, and why. The key itself is in the lake. */
export type KeyDecision = Selectable<KeyDecisionsTable>

export interface NewKeyDecision {
  dataset: string
  action: KeyDecisionAction
  /** The decision that is undone. */
  of?: number | undefined
  extract: number
  line: number
  /** Of the chosen key. */
  pseudonym?: string | undefined
  actor: string
  reason: string
  decidedAt: Date
}

/** Gives the dataset's next decision its number. It is open until the lake has it. */
export function openKeyDecision(db: LedgerDb, decision: NewKeyDecision): Promise<KeyDecision> {
  return inLockedTransaction(db, 'keyDecisions', decision.dataset, async (tx) => {
    const last = await tx
      .selectFrom('keyDecisions')
      .select((eb) => eb.fn.max('seq').as('seq'))
      .where('dataset', '=', decision.dataset)
      .executeTakeFirst()
    return tx
      .insertInto('keyDecisions')
      .values({
        ...decision,
        of: decision.of ?? null,
        pseudonym: decision.pseudonym ?? null,
        actor: clean(decision.actor),
        reason: clean(decision.reason),
        seq: (last?.seq ?? 0) + 1,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
  })
}

/** Records that the lake has the decision, or that it never got there. */
export async function closeKeyDecision(
  db: LedgerDb,
  dataset: string,
  seq: number,
  status: 'done' | 'dropped',
): Promise<void> {
  await db
    .updateTable('keyDecisions')
    .set({ status })
    .where('dataset', '=', dataset)
    .where('seq', '=', seq)
    .where('status', '=', 'open')
    .execute()
}

/** A dataset's decisions in order, open and done ones. */
export function listKeyDecisions(
  db: LedgerDb,
  dataset: string,
  status?: KeyDecision['status'],
): Promise<KeyDecision[]> {
  const all = db
    .selectFrom('keyDecisions')
    .selectAll()
    .where('dataset', '=', dataset)
    .where('status', '<>', 'dropped')
    .orderBy('seq')
  return (status ? all.where('status', '=', status) : all).execute()
}
