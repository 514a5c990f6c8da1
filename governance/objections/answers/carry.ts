import { stepKind } from '../../step.ts'
import type { ObjectionStep } from '../ledger/steps.ts'
import { commitItems, endStep } from '../steps.ts'
import { answerEvents } from './answered_rows.ts'

/** Tells the rows of a dataset how they were answered. The lake has the answers under the number that the step is about. */
export const answerStep = stepKind<ObjectionStep>({
  recall: async () => undefined,
  commit: (platform, step) =>
    platform.engine.withSession(async (session) => {
      const events = await answerEvents(platform, step.dataset, { number: step.subject })
      if (events) await commitItems(platform, session, step, events)
    }),
  record: endStep,
})
