import { type RawBuilder, sql } from 'kysely'
import { withUnit } from '../facts/amounts.ts'
import { helper } from '../normalise/level.ts'
import { fully, somewhere } from './matching.ts'

/** A unit or a currency inside the number; a number below zero. */
export function amountBad(field: string, part: 'unit' | 'negative'): RawBuilder<unknown> {
  return part === 'unit' ? fully(helper(field, 'text'), withUnit) : sql`${sql.id(field)} < 0`
}

/** Larger, or as a negative number smaller, than anything plausible. */
export function amountSizeBad(field: string, most: number): RawBuilder<unknown> {
  return sql`(${sql.id(field)} > ${sql.lit(most)} or ${sql.id(field)} < ${sql.lit(-most)})`
}

/** More decimals than the item has. */
export function amountDecimalsBad(field: string, decimals: number): RawBuilder<unknown> {
  const further = somewhere(helper(field, 'text'), `[.][0-9]{${decimals}}[0-9]*[1-9]`)
  return sql`${sql.id(field)} is not null and ${further}`
}
