import { sql } from 'kysely'
import { lastExtract } from '../../warehouse/ledger/extracts.ts'
import type { Platform } from '../platform.ts'
import { stepKind } from '../step.ts'
import type { ObjectionStep } from './ledger/steps.ts'
import { currentItems, isOpenItem, openItems } from './rows/items.ts'
import { commitItems, endStep } from './steps.ts'

/** Tells the rows of an objection that it was reopened. */
export const reopenStep = stepKind<ObjectionStep>({
  recall: async () => undefined,
  async commit(platform, step) {
    const rows = await closedRows(platform, step.dataset, step.subject)
    const last = await lastExtract(platform.ledger.db, step.dataset)
    // What came before does not show that a row was mended after it was objected to again.
    const since = sql`case when starts_with(cause, 'rule:') then by_extract else ${sql.lit(last?.seq ?? null)} end`
    const reopened = sql`(select * replace ('reopened' as event, ${since}::integer as by_extract) from ${rows})`
    await commitItems(platform, platform.engine, step, reopened)
  },
  record: endStep,
})

/** Rows of an objection that are closed, unless a later objection holds them. */
export async function closedRows({ lake }: Platform, dataset: string, objection: number) {
  const { events } = await openItems(lake, dataset)
  return sql`(select * from ${currentItems(events())} where objection = ${sql.lit(objection)} and not ${isOpenItem()})`
}
