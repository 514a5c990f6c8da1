import { sql } from 'kysely'
import { platformKeys } from '../../exchange/keys.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { stemOf } from '../../warehouse/lake/transactions.ts'
import { inTransaction } from '../../warehouse/ledger/locks.ts'
import type { Platform } from '../platform.ts'
import { endObjectionStep, type ObjectionStep } from './ledger/steps.ts'
import { appOf, openItems } from './rows/items.ts'

/** The lock under which the objections to a dataset are changed. */
export const objectionsLock = (dataset: string) => `objections:${dataset}`

/** Secret of the names of objected rows. */
export async function itemSecret(platform: Platform): Promise<Uint8Array> {
  return (await platformKeys(platform.paths.keys)).hashKeyFor('objections')
}

/** Appends what a step does to the items of its dataset, once. `rows` are in `itemColumns` without `step`. */
export async function commitItems(
  platform: Platform,
  session: Session,
  { dataset, step, kind }: ObjectionStep,
  rows: Relation,
): Promise<void> {
  const { table, snapshot } = await openItems(platform.lake, dataset)
  const once = { app: appOf(dataset), version: step, operation: `OBJECT ${kind.toUpperCase()}` }
  const numbered = sql`select *, ${sql.lit(step)}::integer as step from ${rows} order by objection, cause, item, event`
  const bring = async () => {
    const [found] = await session.rows(sql`select 1 from ${rows} limit 1`)
    return found ? { add: await table.stage(session, numbered, { name: stemOf(once) }) } : undefined
  }
  await table.once(once, bring, snapshot)
}

/** Ends a step whose objections the ledger moved when it opened it. */
export function endStep(platform: Platform, step: ObjectionStep): Promise<void> {
  return inTransaction(platform.ledger.db, (tx) => endObjectionStep(tx, step))
}
