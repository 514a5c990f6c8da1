import { sql } from 'kysely'
import type { ElementType } from '../../catalog/element.ts'
import { BLANKS } from '../../core/blanks.ts'
import { fullMatch } from '../../warehouse/engine/functions.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import { markerStarts } from './null_markers.ts'

const FULL_WIDTH = Array.from({ length: 94 }, (_, at) => String.fromCharCode(0xff01 + at)).join('')
const DOTS = '•．・‧∙'
const HALF_WIDTH = Array.from({ length: 94 }, (_, at) => String.fromCharCode(0x21 + at)).join('')

/** The value without blanks at its ends; NULL when nothing is left. Slow: `isUnpadded` tells where it is not needed. */
export function trimmed(value: Expression): Expression {
  return sql`nullif(trim(${value}, ${sql.lit(BLANKS)}), '')`
}

/** Characters by which a spreadsheet says that a text follows: `'0123` and `="0123"`. */
const TEXT_SIGNS = ["'", '='].map((sign) => sign.charCodeAt(0))

/**
 * True only of a value whose first and last characters, as code points, are visible ASCII or Chinese, and which begins
 * neither like a text of a spreadsheet nor like what stands for no value.
 */
export function isUnpadded(first: Expression, last: Expression): Expression {
  const visible = (point: Expression) =>
    sql`(${point} between 33 and 126 or ${point} between 13312 and 40959)`
  const others = sql.join([...TEXT_SIGNS, ...markerStarts].map((point) => sql.lit(point)))
  return sql`(${visible(first)} and ${visible(last)} and ${first} not in (${others}))`
}

/**
 * The value as meant: without the signs of a spreadsheet that it is a text; NULL when nothing is left, or what exports
 * write for NULL. An apostrophe before anything but a number may be part of a name.
 * @param bare without blanks at its ends
 * @param markers see `nullMarkers`
 */
export function withoutMarkers(bare: Expression, type: ElementType, markers: readonly string[]): Expression {
  const isText = type === 'text' || type === 'personName'
  const apostrophe = isText ? fullMatch(bare, TEXT_NUMBER) : sql`starts_with(${bare}, '''')`
  return sql`case when ${bare} in (${sql.join(markers.map((marker) => sql.lit(marker)))}) then null
    when starts_with(${bare}, '="') and ends_with(${bare}, '"') and length(${bare}) > 2
      then ${trimmed(sql`substr(${bare}, 3, length(${bare}) - 3)`)}
    when ${apostrophe} then ${trimmed(sql`substr(${bare}, 2)`)} else ${bare} end`
}

/** A number, or a code with a digit in it, behind an apostrophe. For RE2 and JavaScript alike. */
export const TEXT_NUMBER = "'[A-Za-z-]*[0-9][0-9A-Za-z-]*"

/** Full-width letters, digits and signs as their ASCII twins. */
export function halfWidth(value: Expression): Expression {
  return sql`case when strlen(${value}) = length(${value}) then ${value}
    else translate(${value}, ${sql.lit(FULL_WIDTH)}, ${sql.lit(HALF_WIDTH)}) end`
}

/** The dots that stand between the parts of a name, as U+00B7. */
export function middleDot(value: Expression): Expression {
  const has = [...DOTS].map((dot) => sql`contains(${value}, ${sql.lit(dot)})`)
  return sql`case when ${sql.join(has, sql` or `)} then translate(${value}, ${sql.lit(DOTS)}, '·····') else ${value} end`
}

/** Upper case of a value that is all ASCII; any other stays as it is, for no identifier has other letters. */
export function asciiUpper(value: Expression): Expression {
  return sql`case when strlen(${value}) = length(${value}) then upper(${value}) else ${value} end`
}
