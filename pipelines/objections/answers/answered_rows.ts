import { type RawBuilder, sql } from 'kysely'
import { isOpenItem, openItems, standing } from '../../../warehouse/objections/index.ts'
import type { Platform } from '../../platform.ts'
import { ALL_ITEMS } from './columns.ts'
import { closingOutcomes } from './outcomes.ts'
import { storedAnswers } from './store.ts'

/**
 * The rows of a dataset that answers are about and that are still open, as `standing` gives them, with `outcome` and
 * `note`. A row's own answer goes before one to all rows.
 */
export async function answeredRows(
  platform: Platform,
  dataset: string,
  number: number,
): Promise<RawBuilder<unknown>> {
  const answers = (await storedAnswers(platform, number)) ?? sql`(select 1)`
  const { events } = await openItems(platform.lake, dataset)
  return sql`(select s.*, a.outcome, a.note from ${standing(events())} as s
    join ${answers} as a on a.objection = s.objection and a.item in (s.item, ${sql.lit(ALL_ITEMS)})
    where ${isOpenItem(sql`s.event`)}
    qualify row_number() over (partition by s.cause, s.item order by a.item = ${sql.lit(ALL_ITEMS)}) = 1)`
}

/** What the answers make of the rows, as events of items. */
export async function answerEvents(
  platform: Platform,
  dataset: string,
  number: number,
): Promise<RawBuilder<unknown>> {
  const rows = await answeredRows(platform, dataset, number)
  const whens = Object.entries(closingOutcomes).map(
    ([outcome, event]) => sql`when ${sql.lit(outcome)} then ${sql.lit(event)}`,
  )
  return sql`(select * exclude (outcome, note) replace (case outcome ${sql.join(whens, sql` `)} end as event)
    from ${rows} where outcome in (${sql.join(Object.keys(closingOutcomes).map((each) => sql.lit(each)))}))`
}
