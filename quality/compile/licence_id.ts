import { type RawBuilder, sql } from 'kysely'
import { helper } from '../normalise/level.ts'

/** GB/T 36904: shape, and the check character over type, issuer, serial number and version. */
export function licenceIdBad(field: string, part: 'shape' | 'check'): RawBuilder<unknown> {
  const shaped = helper(field, 'shaped')
  if (part === 'shape') return sql`not ${shaped}`
  return sql`case when ${shaped} then right(${sql.id(field)}, 1) <> ${helper(field, 'check')} else false end`
}
