import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { type Decision, decisionRow } from '../../warehouse/candidates/index.ts'
import { isCommitted } from '../../warehouse/lake/index.ts'
import { closeKeyDecision, type KeyDecision, listKeyDecisions } from '../../warehouse/ledger/index.ts'
import { decisionColumns } from '../../warehouse/tables/index.ts'
import type { Platform } from '../platform.ts'
import { record } from '../record.ts'
import { decisionsInForce } from './apply.ts'
import { commitRescued, commitRetraction } from './rescue.ts'

/** Appends a decision to decisions/<dataset>: from then on it is taken. */
export async function storeDecision(platform: Platform, dataset: Dataset, decision: Decision): Promise<void> {
  const table = platform.lake.table(`decisions/${dataset.id}`)
  await table.create(decisionColumns())
  const once = { app: 'decision', version: decision.seq, operation: 'DECIDE' }
  await table.appendOnce(platform.engine, decisionRow(decision), once)
}

/** The decisions on a dataset's records that are in force, in order. */
export async function decisionsOf(platform: Platform, dataset: Dataset): Promise<Decision[]> {
  const rows = await decisionsInForce(platform, dataset)
  if (!rows) return []
  return platform.engine.rows<Decision>(sql`select seq, action, of, fingerprint, key, _extract as extract,
    _line::double as line from ${rows} order by seq`)
}

/**
 * Finishes what a process that died had begun: decisions that the lake has are carried out, others are dropped.
 * Costs one look at the ledger where nothing was left open.
 */
export async function finishDecisions(platform: Platform, dataset: Dataset): Promise<void> {
  for (const open of await listKeyDecisions(platform.ledger.db, dataset.id, 'open')) {
    if (await isStored(platform, dataset, open.seq)) await completeDecision(platform, dataset, open)
    else await closeKeyDecision(platform.ledger.db, dataset.id, open.seq, 'dropped')
  }
}

/** Carries a stored decision out in std/<dataset>, writes it to the audit log and closes it. Safe to repeat. */
export async function completeDecision(
  platform: Platform,
  dataset: Dataset,
  decision: KeyDecision,
): Promise<void> {
  await carryOut(platform, dataset, decision)
  const { seq, extract, of, pseudonym } = decision
  const detail: Record<string, string | number> = { decision: seq, extract, line: Number(decision.line) }
  if (of !== null) detail.of = of
  if (pseudonym !== null) detail.record = pseudonym
  await record(platform, decision.action === 'undo' ? 'undo' : 'decide', dataset.id, detail)
  await closeKeyDecision(platform.ledger.db, dataset.id, seq, 'done')
}

/**
 * Brings what was decided to std/<dataset>, once.
 * @param options.judged false: the row was accepted once and is taken as it was received
 */
export async function carryOut(
  platform: Platform,
  dataset: Dataset,
  decision: Pick<KeyDecision, 'seq' | 'action' | 'of' | 'extract' | 'line'>,
  options: { judged?: boolean } = {},
): Promise<void> {
  const { seq, action, of, extract, line } = decision
  const session = await platform.engine.session()
  try {
    if (action === 'undo' && of !== null) await commitRetraction(platform, session, { dataset, seq, of })
    if (action !== 'decide') return
    const stored = (await decisionsOf(platform, dataset)).find((each) => each.seq === seq)
    const key = stored?.key
    if (key)
      await commitRescued(platform, session, { dataset, extract, line: Number(line), seq, key }, options)
  } catch (error) {
    // The rules changed between the decision and this: it stays in force for later extracts, the row stays out.
    if (!(error instanceof ShuyuanError) || error.code !== 'candidates.still_rejected') throw error
  } finally {
    session.close()
  }
}

async function isStored(platform: Platform, dataset: Dataset, seq: number): Promise<boolean> {
  const table = platform.lake.table(`decisions/${dataset.id}`)
  if (!(await table.exists())) return false
  return isCommitted(await table.snapshot(), { app: 'decision', version: seq })
}
