import { render } from '../../core/locale.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { inTransaction } from '../../warehouse/ledger/locks.ts'
import { isOpen } from '../../warehouse/ledger/objection_states.ts'
import { stepKind } from '../step.ts'
import { getObjection } from './ledger/list.ts'
import { moveObjection } from './ledger/move.ts'
import { endObjectionStep, type ObjectionStep } from './ledger/steps.ts'
import './locale.ts'
import { openItems } from './rows/items.ts'
import { recordStepResult } from './step_result.ts'
import { commitItems } from './steps.ts'

/** What is objected to, as only the request knows it: rows in `itemColumns` without `step`. */
export interface ObjectedRows {
  session: Session
  rows: Relation
}

/**
 * Objects to the rows of a request. When the lake does not have them the request failed with its process: an objection
 * that has no rows is rejected.
 */
export const raiseStep = stepKind<ObjectionStep, ObjectedRows | 'committed'>({
  recall: async ({ lake }, { dataset, step }) =>
    (await openItems(lake, dataset)).step >= step ? 'committed' : null,
  async commit(platform, step, objected) {
    if (objected !== 'committed') await commitItems(platform, objected.session, step, objected.rows)
  },
  record: (platform, step, objected) =>
    recordStepResult(platform, step, objected === 'committed' ? {} : { dataset: step.dataset }),
  async drop({ ledger, clock }, step) {
    const { state, itemsTotal } = await getObjection(ledger.db, step.subject)
    await inTransaction(ledger.db, async (tx) => {
      if (itemsTotal === 0 && isOpen(state))
        await moveObjection(tx, step.subject, {
          event: 'reject',
          actor: 'platform',
          at: clock.now(),
          reason: render('zh-CN', 'objections.cut_off'),
        })
      await endObjectionStep(tx, step)
    })
  },
})
