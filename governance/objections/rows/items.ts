import { sql } from 'kysely'
import type { Dataset } from '../../../catalog/dataset.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { filesOfApp, lastTransaction } from '../../../warehouse/lake/transactions.ts'
import type { Lake, LakeTable, Snapshot } from '../../../warehouse/lake/types.ts'
import { itemColumns } from '../../../warehouse/tables/objections.ts'

/** What happens to a row of an objection. */
export const itemEvents = ['open', 'again', 'reopened', 'fixed', 'withdrawn', 'rejected'] as const
export type ItemEvent = (typeof itemEvents)[number]

/** Events after which a row is still to be mended. */
export const openItemEvents = ['open', 'again', 'reopened'] as const satisfies readonly ItemEvent[]

export const ITEMS = 'objections/items'
/** Its column that has the number of the step that brought a row. */
export const STEP = 'step'

/** The items of one dataset at one version of the table. */
export interface DatasetItems {
  table: LakeTable
  snapshot: Snapshot
  /** Number of the last step that the lake has. */
  step: number
  /** Every event of the dataset's items, or of one step. */
  events(step?: number): Relation
}

/** The items of a dataset. The table is made where it does not exist yet. */
export async function openItems(lake: Lake, dataset: string): Promise<DatasetItems> {
  const table = lake.table(ITEMS)
  await table.create(itemColumns(), { evolve: 'add' })
  const snapshot = await table.snapshot()
  const app = appOf(dataset)
  return {
    table,
    snapshot,
    step: lastTransaction(snapshot, app),
    events: (step) =>
      step === undefined
        ? table.select(snapshot, { files: filesOfApp(snapshot, app) })
        : table.ofTransactions(snapshot, [{ app, version: step }], STEP),
  }
}

/** The transaction that counts a dataset's steps. No dataset's id has a hyphen. */
export const appOf = (dataset: string) => `items-${dataset}`

/**
 * How each row and cause stands: its last event with what came with it, one row per `cause` and `item`. A mending
 * comes after a failure of the same step.
 */
export function currentItems(events: Relation): Relation {
  const order = sql`step * 2 + (event not in (${sql.join(openItemEvents.map((each) => sql.lit(each)))}))::integer`
  const names = [
    'objection',
    'dataset',
    'key',
    'extract',
    'line',
    'field',
    'code',
    'foundation',
    'column_name',
  ]
  const members = [...names, 'event', 'by_extract', 'content'].map(
    (name) => sql`${sql.id(name)} := ${sql.id(name)}`,
  )
  return sql`(select cause, item, unnest(last) from (
    select cause, item, arg_max(struct_pack(${sql.join(members)}), ${order}) as last from ${events} group by cause, item))`
}

/**
 * What happens to a dataset's rows, in `itemColumns` without `step`.
 * @param byExtract the extract by which it happens; left out: each event has its own
 */
export function itemRows(
  events: Relation,
  { id, foundation }: Pick<Dataset, 'id' | 'foundation'>,
  byExtract?: number | null,
): Relation {
  const by = byExtract === undefined ? sql`by_extract` : sql`${sql.lit(byExtract)}::integer as by_extract`
  return sql`(select objection, item, key, extract, line, field, code, column_name, event, cause, content,
    ${sql.lit(id)} as dataset, ${sql.lit(foundation)} as foundation, ${by} from ${events})`
}

/** True of a row of `currentItems` that is still to be mended. */
export function isOpenItem(event: Relation = sql`event`): Relation {
  return sql`${event} in (${sql.join(openItemEvents.map((each) => sql.lit(each)))})`
}
