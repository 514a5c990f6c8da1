import { sql } from 'kysely'
import { add, helper, type Levels } from './level.ts'
import { halfWidth } from './text.ts'

/** Shape of a decimal, for RE2. */
export const decimalShape = '[+-]?[0-9]{1,14}([.][0-9]{1,4}0*)?'

/** Plain decimals only (no thousands separators, exponents, more than 14 whole or 4 fractional digits); else NULL. */
export function numberLevels(field: string, type: 'integer' | 'decimal'): Levels {
  const text = helper(field, 'text')
  const plain = helper(field, 'plain')
  const value =
    type === 'integer'
      ? sql`case when ${plain} then ${helper(field, 'read')}
          when regexp_full_match(${text}, '[+-]?[0-9]{1,18}') then try_cast(${text} as bigint) end`
      : sql`case when ${plain} or regexp_full_match(${text}, ${sql.lit(decimalShape)}) then try_cast(${text} as decimal(18, 4)) end`
  return [[add(`${field}$text`, halfWidth(helper(field, 'trimmed')))], [add(field, value)]]
}
