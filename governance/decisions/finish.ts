import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { type Decision, decisionRow } from '../../warehouse/candidates/decisions.ts'
import { isCommitted } from '../../warehouse/lake/transactions.ts'
import { appendAudit } from '../../warehouse/ledger/audit.ts'
import { closeKeyDecision, type KeyDecision, listKeyDecisions } from '../../warehouse/ledger/key_decisions.ts'
import { inTransaction } from '../../warehouse/ledger/locks.ts'
import { decisionColumns } from '../../warehouse/tables/decisions.ts'
import type { Platform } from '../platform.ts'
import { actor } from '../record.ts'
import { finishOpenSteps, type Steps, stepKind } from '../step.ts'
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
 * A decision on a record: the lake keeps it, then std/<dataset> has it. The key is in the lake alone, so that one that
 * was never kept is dropped.
 */
const decisionStep = stepKind<KeyDecision, Decision | 'stored'>({
  recall: async (platform, step) =>
    (await isStored(platform, datasetIn(platform, step), step.seq)) ? 'stored' : null,
  async commit(platform, step, decision) {
    const dataset = datasetIn(platform, step)
    if (decision !== 'stored') await storeDecision(platform, dataset, decision)
    await carryOut(platform, dataset, step)
  },
  record({ ledger, clock }, { dataset, seq, action, extract, line, of, pseudonym }) {
    const detail: Record<string, string | number> = { decision: seq, extract, line: Number(line) }
    if (of !== null) detail.of = of
    if (pseudonym !== null) detail.record = pseudonym
    const done = action === 'undo' ? 'undo' : 'decide'
    return inTransaction(ledger.db, async (tx) => {
      await appendAudit(tx, { at: clock.now(), actor: actor(), action: done, subject: dataset, detail })
      await closeKeyDecision(tx, dataset, seq, 'done')
    })
  },
  drop: ({ ledger }, { dataset, seq }) => closeKeyDecision(ledger.db, dataset, seq, 'dropped'),
})

const datasetIn = ({ catalogue }: Platform, { dataset }: KeyDecision) => datasetOf(catalogue, dataset)

/** The decisions on a dataset's records, one after the other, while nothing is ingested into it. */
export const decisionSteps: Steps<string, KeyDecision> = {
  lock: (dataset) => `stage:ingest.${dataset}`,
  open: ({ ledger }, dataset) => listKeyDecisions(ledger.db, dataset, 'open'),
  kindOf: () => decisionStep,
}

/**
 * Finishes what a process that died had begun: decisions that the lake has are carried out, others are dropped.
 * Costs one look at the ledger where nothing was left open. The caller keeps others from ingesting into the dataset.
 */
export function finishDecisions(platform: Platform, dataset: Dataset): Promise<void> {
  return finishOpenSteps(platform, decisionSteps, dataset.id)
}

/** Keeps a decision that the ledger opened and carries it out, or carries out one that the lake keeps. */
export function completeDecision(
  platform: Platform,
  opened: KeyDecision,
  decision: Decision | 'stored',
): Promise<void> {
  return decisionStep.take(platform, opened, decision)
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
