import { type RawBuilder, sql } from 'kysely'
import { platformKeys } from '../../exchange/index.ts'
import type { Session } from '../../warehouse/engine/engine.ts'
import { stemOf } from '../../warehouse/lake/index.ts'
import { withLock } from '../../warehouse/ledger/index.ts'
import type { Platform } from '../platform.ts'
import type { ObjectionStep } from './ledger/index.ts'
import { appOf, openItems } from './rows/index.ts'

/** Runs `work` while no one else changes the objections to a dataset. */
export function withObjectionsTo<T>(platform: Platform, dataset: string, work: () => Promise<T>): Promise<T> {
  return withLock(platform.ledger.db, `objections:${dataset}`, work)
}

/** Secret of the names of objected rows. */
export async function itemSecret(platform: Platform): Promise<Uint8Array> {
  return (await platformKeys(platform.paths.keys)).hashKeyFor('objections')
}

/** Appends what a step does to the items of its dataset, once. `rows` are in `itemColumns` without `step`. */
export async function commitItems(
  platform: Platform,
  session: Session,
  { dataset, step, kind }: ObjectionStep,
  rows: RawBuilder<unknown>,
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
