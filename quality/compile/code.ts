import { type RawBuilder, sql } from 'kysely'
import { helper } from '../normalise/level.ts'
import { isNoneOf } from '../normalise/members.ts'

/** Not a member of the code table, after the department's codes were mapped. */
export function codeBad(field: string, codes: string[]): RawBuilder<unknown> {
  return isNoneOf(sql`${sql.id(field)}`, codes)
}

/** Never a code of the region; or an abolished one, which was replaced by its successor. */
export function divisionBad(field: string, part: 'unknown' | 'historical'): RawBuilder<unknown> {
  const changed = sql`${sql.id(field)} <> ${helper(field, 'text')}`
  return part === 'historical' ? changed : sql`not ${helper(field, 'known')} and not (${changed})`
}
