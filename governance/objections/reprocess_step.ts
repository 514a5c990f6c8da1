import type { Transaction } from 'kysely'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import type { LedgerSchema } from '../../warehouse/ledger/schema.ts'
import { stepKind } from '../step.ts'
import type { ObjectionStep } from './ledger/steps.ts'
import { recordStepResult } from './step_result.ts'
import { commitItems } from './steps.ts'

/** What a register that is made again changes of its objections. */
export interface ChangedRows {
  session: Session
  /** In `itemColumns` without `step`. */
  rows: Relation
  /** What else the ledger is told, in the transaction that ends the step. */
  also(tx: Transaction<LedgerSchema>): Promise<void>
}

/**
 * Brings objections to what the present rules say of a register. Without rows in the lake nothing happened yet: whoever
 * makes the register again begins anew.
 */
export const reprocessStep = stepKind<ObjectionStep, ChangedRows | undefined>({
  recall: async () => undefined,
  async commit(platform, step, changed) {
    if (changed) await commitItems(platform, changed.session, step, changed.rows)
  },
  record: (platform, step, changed) =>
    recordStepResult(platform, step, { reprocess: step.subject }, changed?.also),
})
