import type { Selectable, Transaction } from 'kysely'
import { inTransaction } from '../../../warehouse/ledger/locks.ts'
import type { ObjectionStepKind, ObjectionStepsTable } from '../../../warehouse/ledger/objections_schema.ts'
import type { LedgerDb } from '../../../warehouse/ledger/open.ts'
import type { LedgerSchema } from '../../../warehouse/ledger/schema.ts'

/** One change of a dataset's items in the lake. */
export type ObjectionStep = Selectable<ObjectionStepsTable>

/** The step that was begun and not ended, if the process at it was cut off. */
export function openObjectionStep(db: LedgerDb, dataset: string): Promise<ObjectionStep | undefined> {
  return db
    .selectFrom('objectionSteps')
    .selectAll()
    .where('dataset', '=', dataset)
    .where('status', '=', 'open')
    .executeTakeFirst()
}

/** Begins the dataset's next step; the open one where it is the same. The caller holds the dataset's lock. */
export function beginObjectionStep(
  db: LedgerDb,
  wanted: { dataset: string; kind: ObjectionStepKind; subject: number; at: Date },
): Promise<ObjectionStep> {
  return inTransaction(db, async (tx) => {
    const open = await openObjectionStep(tx, wanted.dataset)
    if (open && open.kind === wanted.kind && open.subject === wanted.subject) return open
    if (open) throw new RangeError(`step ${open.step} of ${wanted.dataset} is not ended`)
    return tx
      .insertInto('objectionSteps')
      .values({ ...wanted, step: await nextObjectionStep(tx, wanted.dataset) })
      .returningAll()
      .executeTakeFirstOrThrow()
  })
}

/** The number of the dataset's next step. */
export async function nextObjectionStep(db: LedgerDb, dataset: string): Promise<number> {
  const last = await db
    .selectFrom('objectionSteps')
    .select((eb) => eb.fn.max('step').as('step'))
    .where('dataset', '=', dataset)
    .executeTakeFirst()
  return (last?.step ?? 0) + 1
}

/** Ends a step, in the transaction that records what it changed. */
export async function endObjectionStep(
  tx: Transaction<LedgerSchema>,
  { dataset, step }: Pick<ObjectionStep, 'dataset' | 'step'>,
): Promise<void> {
  await tx
    .updateTable('objectionSteps')
    .set({ status: 'done' })
    .where('dataset', '=', dataset)
    .where('step', '=', step)
    .execute()
}

/** The highest extract, or release, that a step of the dataset took; 0 before the first. */
export async function objectionWatermark(
  db: LedgerDb,
  dataset: string,
  kind: 'extract' | 'release',
): Promise<number> {
  const row = await db
    .selectFrom('objectionSteps')
    .select((eb) => eb.fn.max('subject').as('subject'))
    .where('dataset', '=', dataset)
    .where('kind', '=', kind)
    .where('status', '=', 'done')
    .executeTakeFirst()
  return row?.subject ?? 0
}
