import { type RawBuilder, sql } from 'kysely'
import { helper } from '../normalise/level.ts'

/** The later day lies before the earlier one. A missing day is no violation. */
export function dateOrderBad(later: string, earlier: string): RawBuilder<unknown> {
  return sql`${sql.id(later)} < ${sql.id(earlier)}`
}

/** The birth date is not that of the identity number. Not judged when either cannot be read. */
export function birthDateBad(field: string, id: string): RawBuilder<unknown> {
  return sql`${sql.id(field)} <> ${helper(id, 'born')}`
}

/** Male with an even, or female with an odd 17th digit. Sexes 0 and 9 agree with every number. */
export function sexBad(field: string, id: string): RawBuilder<unknown> {
  const odd = sql`${helper(id, 'n')} % 2 = 1`
  return sql`case ${sql.id(field)} when '1' then not (${odd}) when '2' then ${odd} else false end`
}
