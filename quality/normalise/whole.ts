import { sql } from 'kysely'
import { fullMatch } from '../../warehouse/engine/functions.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'

/**
 * The digits before the point where only noughts follow it: pandas makes floats of a column of whole numbers with gaps,
 * and of a code `1` a `1.0`. Other values stay.
 * @param isMeant whether these digits are a value of the field
 */
export function wholeNumber(half: Expression, isMeant: (digits: Expression) => Expression): Expression {
  const digits = sql`split_part(${half}, '.', 1)`
  return sql`case when ${fullMatch(half, '[0-9]{1,15}[.]0+')} and ${isMeant(digits)} then ${digits} else ${half} end`
}
