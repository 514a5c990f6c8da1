import type { Selectable } from 'kysely'
import { inTransaction } from './locks.ts'
import type { LedgerDb } from './open.ts'
import type { EventBatchesTable } from './schema.ts'

/** A batch of events as the ledger knows it: who sent how many when, and where they are. */
export type EventBatch = Selectable<EventBatchesTable>

/** How a batch fared: `accepted` now, `repeated` (same key and bytes as `batch`), `conflict` (same key, other bytes). */
export interface AcceptedBatch {
  outcome: 'accepted' | 'repeated' | 'conflict'
  batch: EventBatch
}

/** Makes a segment known before anything is written to it. */
export async function openSegment(
  db: LedgerDb,
  segment: { segment: string; dataset: string; openedAt: Date },
): Promise<void> {
  await db.insertInto('eventSegments').values(segment).execute()
}

/**
 * Accepts batches whose bytes are durable in `segment`. Of equal keys the first is accepted, whichever process
 * had it. `sealed`: the segment takes no more, nothing was accepted; write them to another one.
 */
export function acceptBatches(
  db: LedgerDb,
  segment: string,
  batches: EventBatch[],
): Promise<AcceptedBatch[] | 'sealed'> {
  return inTransaction(db, async (tx) => {
    const open = await tx
      .selectFrom('eventSegments')
      .select('segment')
      .where('segment', '=', segment)
      .where('sealedAt', 'is', null)
      .forShare()
      .execute()
    if (open.length === 0) return 'sealed'
    const inserted = await tx
      .insertInto('eventBatches')
      .values(batches)
      .onConflict((conflict) => conflict.columns(['dataset', 'department', 'keyHash']).doNothing())
      .returning('receipt')
      .execute()
    const taken = new Set(inserted.map((row) => row.receipt))
    const recorded = await recordedBatches(
      tx,
      batches.filter((batch) => !taken.has(batch.receipt)),
    )
    return batches.map((batch) => outcomeOf(batch, taken, recorded))
  })
}

function outcomeOf(batch: EventBatch, taken: Set<string>, recorded: EventBatch[]): AcceptedBatch {
  if (taken.has(batch.receipt)) return { outcome: 'accepted', batch }
  const before = recorded.find(
    (each) =>
      each.keyHash === batch.keyHash &&
      each.department === batch.department &&
      each.dataset === batch.dataset,
  )
  if (!before) return { outcome: 'conflict', batch }
  return { outcome: before.digest === batch.digest ? 'repeated' : 'conflict', batch: before }
}

async function recordedBatches(db: LedgerDb, batches: EventBatch[]): Promise<EventBatch[]> {
  if (batches.length === 0) return []
  return db
    .selectFrom('eventBatches')
    .selectAll()
    .where(
      'keyHash',
      'in',
      batches.map((batch) => batch.keyHash),
    )
    .execute()
}

/** Ends a segment: from now on its batches are those that `batchesOf` lists. Waits for an acceptance under way. */
export async function sealSegment(db: LedgerDb, segment: string, now: Date): Promise<void> {
  await db
    .updateTable('eventSegments')
    .set({ sealedAt: now })
    .where('segment', '=', segment)
    .where('sealedAt', 'is', null)
    .execute()
}

/** The accepted batches of a segment. */
export function batchesOf(db: LedgerDb, segment: string): Promise<EventBatch[]> {
  return db.selectFrom('eventBatches').selectAll().where('segment', '=', segment).execute()
}

/** A batch by its receipt, with the extract that it landed in and the line of its first event there. */
export async function findBatch(
  db: LedgerDb,
  dataset: string,
  receipt: string,
): Promise<(EventBatch & { seq: number | null; firstLine: number | null }) | undefined> {
  return db
    .selectFrom('eventBatches')
    .innerJoin('eventSegments', 'eventSegments.segment', 'eventBatches.segment')
    .leftJoin('eventLines', 'eventLines.receipt', 'eventBatches.receipt')
    .selectAll('eventBatches')
    .select(['eventSegments.seq', 'eventLines.firstLine'])
    .where('eventBatches.dataset', '=', dataset)
    .where('eventBatches.receipt', '=', receipt)
    .executeTakeFirst()
}

/**
 * Forgets landed batches accepted before `before` (their keys may be used again), and sealed segments without any.
 */
export async function forgetBatches(db: LedgerDb, dataset: string, before: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const gone = await tx
      .deleteFrom('eventBatches')
      .where('dataset', '=', dataset)
      .where('acceptedAt', '<', before)
      .where('segment', 'in', (eb) =>
        eb
          .selectFrom('eventSegments')
          .select('segment')
          .where('dataset', '=', dataset)
          .where('seq', 'is not', null),
      )
      .executeTakeFirst()
    await tx
      .deleteFrom('eventSegments')
      .where('dataset', '=', dataset)
      .where('sealedAt', '<', before)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('eventBatches')
              .select('receipt')
              .whereRef('eventBatches.segment', '=', 'eventSegments.segment'),
          ),
        ),
      )
      .execute()
    return Number(gone.numDeletedRows)
  })
}

/** For landed extracts of events, the departments that sent them, where the batches are still known. */
export async function sendersOf(
  db: LedgerDb,
  dataset: string,
  seqs: number[],
): Promise<{ seq: number; department: string }[]> {
  if (seqs.length === 0) return []
  const rows = await db
    .selectFrom('eventSegments as s')
    .innerJoin('eventBatches as b', 'b.segment', 's.segment')
    .select(['s.seq', 'b.department'])
    .distinct()
    .where('s.dataset', '=', dataset)
    .where('s.seq', 'in', seqs)
    .execute()
  return rows.flatMap(({ seq, department }) => (seq === null ? [] : [{ seq, department }]))
}
