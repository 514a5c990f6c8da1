import { inTransaction } from '../../../warehouse/ledger/index.ts'
import type { Platform } from '../../platform.ts'
import { endObjectionStep, type ObjectionStep } from '../ledger/index.ts'
import { commitItems } from '../steps.ts'
import { answerEvents } from './answered_rows.ts'

/** Tells the rows of a dataset how they were answered, once, and ends the step. The caller holds the dataset's lock. */
export async function carryAnswers(platform: Platform, step: ObjectionStep): Promise<void> {
  const session = await platform.engine.session()
  try {
    const events = await answerEvents(platform, step.dataset, { number: step.subject })
    if (events) await commitItems(platform, session, step, events)
  } finally {
    session.close()
  }
  await inTransaction(platform.ledger.db, (tx) => endObjectionStep(tx, step))
}
