import { sql } from 'kysely'
import { ShuyuanError } from '../../core/errors.ts'
import { appendAudit } from './audit.ts'
import { type Extract, findExtractLike, getExtract, insertExtract } from './extracts.ts'
import { type Problem, toJson } from './json.ts'
import { inLockedTransaction } from './locks.ts'
import type { LedgerDb } from './open.ts'
import { refusePersonalData } from './personal_data.ts'
import type { ExtractStatus } from './schema.ts'
import './locale.ts'

/** Who decides about an extract, and why. */
export interface ExtractDecision {
  officer: string
  account: string
  reason: string
  at: Date
}

type Name = Pick<Extract, 'dataset' | 'seq'>
const nameOf = ({ dataset, seq }: Name) => `${dataset}/${seq}`

/** True of an extract that somebody gave up, or had tried again under another number: nothing is asked about it any more. */
export function isGivenUp({ detail }: Pick<Extract, 'detail'>): boolean {
  return detail.discarded !== undefined || detail.retriedAs !== undefined
}

/**
 * Gives up an extract that waits or failed: it stays as it is, is never tried again, and the same bytes of the same mode
 * and time are not taken again either. Recorded in the audit log.
 * @param waited what is told of it where it still waited
 * @throws ShuyuanError `ledger.bad_transition`, `ledger.unknown_extract`, `ledger.personal_data_in_text`, `ledger.empty_text`
 */
export function discardExtract(
  db: LedgerDb,
  name: Name,
  decision: ExtractDecision,
  waited: Problem,
): Promise<Extract> {
  const { officer, account, at } = decision
  const reason = refusePersonalData(decision.reason)
  return inLockedTransaction(db, 'extracts', name.dataset, async (tx) => {
    const extract = await openFor(tx, name, 'discard', ['landed', 'failed'])
    const problems = extract.status === 'landed' ? { problems: [waited] } : {}
    const discarded = { officer, account, reason, at: at.toISOString() }
    await change(tx, name, { status: 'failed', detail: { ...extract.detail, ...problems, discarded } })
    await audit(tx, 'discard_extract', name, { ...decision, reason })
    return getExtract(tx, name.dataset, name.seq)
  })
}

/**
 * Has an extract that failed tried again: as a new extract of the same file, after those that came since, for what it
 * changes comes after them. Recorded in the audit log.
 * @throws ShuyuanError `ledger.bad_transition`, `ledger.unknown_extract`, `ledger.extract_taken`,
 * `ledger.personal_data_in_text`, `ledger.empty_text`
 */
export function retryExtract(db: LedgerDb, name: Name, decision: ExtractDecision): Promise<Extract> {
  const reason = refusePersonalData(decision.reason)
  return inLockedTransaction(db, 'extracts', name.dataset, async (tx) => {
    const extract = await openFor(tx, name, 'retry', ['failed'])
    await change(tx, name, { detail: { ...extract.detail, retriedAs: 0 } })
    const other = await findExtractLike(tx, extract)
    if (other) throw new ShuyuanError('ledger.extract_taken', { extract: nameOf(name), other: other.seq })
    const { department, dataset, sha256, fileName, bytes, mode, asOf, batch } = extract
    const format = extract.format as Parameters<typeof insertExtract>[1]['format']
    const file = { department, dataset, sha256, fileName, bytes, format, mode, asOf, batch }
    const again = await insertExtract(tx, { ...file, landedAt: decision.at })
    await change(tx, name, { detail: { ...extract.detail, retriedAs: again.seq } })
    await tx
      .updateTable('eventSegments')
      .set({ seq: again.seq })
      .where('dataset', '=', dataset)
      .where('seq', '=', name.seq)
      .execute()
    await audit(tx, 'retry_extract', name, { ...decision, reason }, { as: again.seq })
    return again
  })
}

/** The extract, locked, where it is in one of `statuses` and nobody has decided about a further try. */
async function openFor(tx: LedgerDb, name: Name, event: string, statuses: ExtractStatus[]): Promise<Extract> {
  await sql`select 1 from ledger.extracts where dataset = ${name.dataset} and seq = ${name.seq} for update`.execute(
    tx,
  )
  const extract = await getExtract(tx, name.dataset, name.seq)
  const { status, detail } = extract
  const decided = detail.retriedAs !== undefined || (event === 'discard' && detail.discarded !== undefined)
  if (statuses.includes(status) && !decided) return extract
  const state = decided ? (detail.retriedAs === undefined ? 'discarded' : 'retried') : status
  throw new ShuyuanError('ledger.bad_transition', { subject: nameOf(name), state, event })
}

async function change(
  tx: LedgerDb,
  { dataset, seq }: Name,
  { status, detail }: { status?: ExtractStatus; detail: Record<string, unknown> },
): Promise<void> {
  await tx
    .updateTable('extracts')
    .set({ ...(status ? { status } : {}), attempts: 0, detail: toJson(detail) })
    .where('dataset', '=', dataset)
    .where('seq', '=', seq)
    .execute()
}

async function audit(
  tx: LedgerDb,
  action: string,
  name: Name,
  { officer, account: actor, reason, at }: ExtractDecision,
  more: Record<string, unknown> = {},
): Promise<void> {
  await appendAudit(tx, { at, actor, action, subject: nameOf(name), detail: { officer, reason, ...more } })
}
