import { type RawBuilder, sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { observedOf } from './winners.ts'

export interface CarryOverInput {
  dataset: Dataset
  /** The live std rows that the dump replaces. */
  oldStd: RawBuilder<unknown>
  /** The dump's accepted rows. */
  accepted: RawBuilder<unknown>
  /** Keys that the dump mentions in rows that were not accepted, in a column `key`. */
  quarantinedKeys: RawBuilder<unknown>
  asOf: Date
}

/**
 * The live rows that stay when a full dump replaces the others: rows of records that the dump has only in
 * rejected rows, for a bad row never deletes a record; and rows that the department changed after `asOf`,
 * the time of the dump. A relation with the columns of `oldStd`.
 */
export function carryOver(input: CarryOverInput): RawBuilder<unknown> {
  const { dataset, oldStd, accepted, quarantinedKeys, asOf } = input
  const key = sql.id(dataset.key)
  return sql`(select * from ${oldStd}
    where coalesce(${observedOf(dataset)} > ${sql.lit(asOf.toISOString())}::timestamptz, false)
      or (${key} in (select key from ${quarantinedKeys} where key is not null)
        and ${key} not in (select ${key} from ${accepted} where ${key} is not null)))`
}
