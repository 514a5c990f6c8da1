import type { Selectable } from 'kysely'
import { ShuyuanError } from '../../core/errors.ts'
import { appendAudit } from './audit.ts'
import { inTransaction } from './locks.ts'
import type { LedgerDb } from './open.ts'
import { refusePersonalData } from './personal_data.ts'
import type { ReprocessesTable } from './schema.ts'

/** A register made again from what was received. */
export type Reprocess = Selectable<ReprocessesTable>

/** Who makes a register again, and why. */
export type NewReprocess = Pick<
  Reprocess,
  'dataset' | 'withdrawn' | 'because' | 'extracts' | 'officer' | 'actor' | 'reason' | 'startedAt'
>

/**
 * Records that a register is made again, with its line in the audit log.
 * @throws ShuyuanError `ledger.personal_data_in_text`, `ledger.empty_text`
 */
export function openReprocess(db: LedgerDb, wanted: NewReprocess): Promise<Reprocess> {
  const reason = refusePersonalData(wanted.reason)
  return inTransaction(db, async (tx) => {
    const opened = await tx
      .insertInto('reprocesses')
      .values({ ...wanted, reason })
      .returningAll()
      .executeTakeFirstOrThrow()
    await audit(
      tx,
      opened,
      opened.withdrawn === null ? 'reprocess' : 'withdraw_extract',
      opened.startedAt,
      {},
    )
    return opened
  })
}

/** The one of a dataset that is not ended. */
export function unendedReprocess(db: LedgerDb, dataset: string): Promise<Reprocess | undefined> {
  return db
    .selectFrom('reprocesses')
    .selectAll()
    .where('dataset', '=', dataset)
    .where('status', 'in', ['open', 'carried'])
    .executeTakeFirst()
}

/** How a dataset was made again, each time that was carried out; the first first. */
export function carriedOut(
  db: LedgerDb,
  dataset: string,
): Promise<Pick<Reprocess, 'startedAt' | 'because' | 'extracts'>[]> {
  return db
    .selectFrom('reprocesses')
    .select(['startedAt', 'because', 'extracts'])
    .where('dataset', '=', dataset)
    .where('status', '=', 'done')
    .orderBy('id')
    .execute()
}

/** The number of the last one of each dataset that was carried out. */
export async function lastReprocesses(db: LedgerDb): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('reprocesses')
    .select(['dataset', (eb) => eb.fn.max('id').as('id')])
    .where('status', '=', 'done')
    .groupBy('dataset')
    .execute()
  return new Map(rows.map(({ dataset, id }) => [dataset, id]))
}

/** From here on rows are put in place: it is finished, by whoever comes next. */
export async function carryReprocess(db: LedgerDb, id: number): Promise<void> {
  await db.updateTable('reprocesses').set({ status: 'carried' }).where('id', '=', id).execute()
}

/** Ends it, and says so in the audit log; call it in the transaction that records what it changed. */
export async function endReprocess(
  tx: LedgerDb,
  reprocess: Reprocess,
  status: 'done' | 'dropped',
  at: Date,
  detail: Record<string, number> = {},
): Promise<void> {
  const ended = await tx
    .updateTable('reprocesses')
    .set({ status, endedAt: at })
    .where('id', '=', reprocess.id)
    .where('status', 'in', ['open', 'carried'])
    .executeTakeFirst()
  if (ended.numUpdatedRows === 0n)
    throw new ShuyuanError('ledger.reprocess_ended', { dataset: reprocess.dataset, reprocess: reprocess.id })
  await audit(tx, reprocess, status === 'done' ? 'reprocessed' : 'drop_reprocess', at, detail)
}

function audit(
  tx: LedgerDb,
  { id, dataset, withdrawn, because, extracts, officer, actor, reason }: Reprocess,
  action: string,
  at: Date,
  more: Record<string, number>,
) {
  const subject = withdrawn === null ? dataset : `${dataset} ${withdrawn}`
  const only = { ...(because ? { because } : {}), ...(extracts ? { only: extracts.join(' ') } : {}) }
  const detail = { reprocess: id, officer, reason, ...only, ...more }
  return appendAudit(tx, { at, actor, action, subject, detail })
}
