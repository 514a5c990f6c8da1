import { type RawBuilder, sql } from 'kysely'
import { helper } from '../normalise/level.ts'

/** Not a member of the code table, after the department's codes were mapped. */
export function codeBad(field: string, codes: string[]): RawBuilder<unknown> {
  if (codes.length === 0) return sql`${sql.id(field)} is not null`
  return sql`${sql.id(field)} not in (${sql.join(codes.map((code) => sql.lit(code)))})`
}

/** Never a code of the region; or an abolished one, which was replaced by its successor. */
export function divisionBad(field: string, part: 'unknown' | 'historical'): RawBuilder<unknown> {
  const changed = sql`${sql.id(field)} <> ${helper(field, 'text')}`
  return part === 'historical' ? changed : sql`not ${helper(field, 'known')} and not (${changed})`
}
