import { type RawBuilder, sql } from 'kysely'

type Expression = RawBuilder<unknown>

/** Characters that are blank at the ends of a value: spaces of Unicode, controls, zero-width marks. */
export const BLANKS = ' \t\n\v\f\r\u0085\u00a0\u2002\u2003\u2009\u200b\u3000\ufeff'
const FULL_WIDTH = Array.from({ length: 94 }, (_, at) => String.fromCharCode(0xff01 + at)).join('')
const DOTS = '•．・‧∙'
const HALF_WIDTH = Array.from({ length: 94 }, (_, at) => String.fromCharCode(0x21 + at)).join('')

/** The value without blanks at its ends; NULL when nothing is left. Slow: `isUnpadded` tells where it is not needed. */
export function trimmed(value: Expression): Expression {
  return sql`nullif(trim(${value}, ${sql.lit(BLANKS)}), '')`
}

/** True only of a value whose first and last characters, as code points, are visible ASCII or Chinese. */
export function isUnpadded(first: Expression, last: Expression): Expression {
  const visible = (point: Expression) =>
    sql`(${point} between 33 and 126 or ${point} between 13312 and 40959)`
  return sql`(${visible(first)} and ${visible(last)})`
}

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
