import { sql } from 'kysely'
import { stepKind } from '../step.ts'
import type { ObjectionStep } from './ledger/steps.ts'
import { currentItems, type ItemEvent, isOpenItem, openItems } from './rows/items.ts'
import { recordStepResult } from './step_result.ts'
import { commitItems } from './steps.ts'

/** Tells the rows of an objection that a person closed it. */
export const closeStep = stepKind<ObjectionStep>({
  recall: async () => undefined,
  async commit(platform, step) {
    const { events } = await openItems(platform.lake, step.dataset)
    const event: ItemEvent = step.kind === 'reject' ? 'rejected' : 'fixed'
    const rows = sql`(select * replace (${sql.lit(event)} as event) from ${currentItems(events())}
      where objection = ${sql.lit(step.subject)} and ${isOpenItem()})`
    await commitItems(platform, platform.engine, step, rows)
  },
  record: (platform, step) => recordStepResult(platform, step),
})
