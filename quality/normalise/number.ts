import { sql } from 'kysely'
import { fullMatch, replaceMatch, tryCast } from '../../warehouse/engine/functions.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import { add, helper, type Levels } from './level.ts'
import { halfWidth } from './text.ts'

/** Shape of a plain decimal, for RE2. */
export const decimalShape = '[+-]?[0-9]{1,14}([.][0-9]{1,4}0*)?'
/** Oracle leaves out the nought before the point, spreadsheets what follows it. */
const decimalForms = `[+-]?([0-9]{1,14}([.]([0-9]{1,4}0*)?)?|[.][0-9]{1,4}0*)`
/** Past 15 digits a whole number that was written as a float may have lost some. */
const integerForms = '[+-]?([0-9]{1,18}|[0-9]{1,15}[.]0*)'
/** With one comma and no point it could be a decimal comma. */
const groupedShape = '[+-]?[1-9][0-9]{0,2}(,[0-9]{3}(,[0-9]{3})+([.][0-9]*)?|,[0-9]{3}[.][0-9]*)'

/**
 * A number whose value is beyond doubt and kept whole: plain, or with thousands separated by commas. More than 14
 * whole or 4 fractional digits, exponents (what a spreadsheet shows of a number it has rounded) and lone commas are NULL.
 */
export function numberLevels(field: string, type: 'integer' | 'decimal', isPlain = false): Levels {
  if (isPlain) return plainNumber(field, type)
  const text = helper(field, 'text')
  const plain = helper(field, 'plain')
  const digits = sql`case when not coalesce(${plain}, false) then
    case when ${fullMatch(text, groupedShape)} then replace(${text}, ',', '') else ${text} end end`
  return [
    [add(`${field}$text`, halfWidth(helper(field, 'trimmed')))],
    [add(`${field}$digits`, digits)],
    [add(field, type === 'integer' ? integer(field) : decimal(field))],
  ]
}

function plainNumber(field: string, type: 'integer' | 'decimal'): Levels {
  const trimmed = helper(field, 'trimmed')
  const value = type === 'integer' ? helper(field, 'read') : tryCast(trimmed, 'decimal(18, 4)')
  return [[add(`${field}$text`, trimmed), add(field, value)]]
}

function integer(field: string): Expression {
  const digits = helper(field, 'digits')
  return sql`case when ${helper(field, 'plain')} then ${helper(field, 'read')}
    when ${fullMatch(digits, integerForms)} then ${tryCast(replaceMatch(digits, '[.]0*$', ''), 'bigint')} end`
}

function decimal(field: string): Expression {
  const digits = helper(field, 'digits')
  return sql`case when ${helper(field, 'plain')} then ${tryCast(helper(field, 'text'), 'decimal(18, 4)')}
    when ${fullMatch(digits, decimalForms)} then ${tryCast(digits, 'decimal(18, 4)')} end`
}
