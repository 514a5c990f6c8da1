import { type RawBuilder, sql } from 'kysely'
import { helper } from '../normalise/level.ts'
import { phoneShape } from '../phone.ts'

type Expression = RawBuilder<unknown>

/** Nothing was received: NULL, or blanks only. */
export function requiredBad(field: string): Expression {
  return sql`${helper(field, 'text')} is null`
}

/** The pattern is found nowhere in what was received. */
export function patternBad(field: string, pattern: string): Expression {
  return sql`not regexp_matches(${helper(field, 'text')}, ${sql.lit(pattern)})`
}

/** Fewer or more characters (code points) than allowed. */
export function lengthBad(field: string, limits: { min?: number; max?: number }): Expression {
  return outside(sql`length(${helper(field, 'text')})`, limits)
}

/** A number below or above its limits. */
export function rangeBad(field: string, limits: { min?: number; max?: number }): Expression {
  return outside(sql`${sql.id(field)}`, limits)
}

/** Neither a mobile number nor a landline of this country. */
export function phoneBad(field: string): Expression {
  return sql`not regexp_full_match(${sql.id(field)}, ${sql.lit(phoneShape)})`
}

function outside(value: Expression, { min, max }: { min?: number; max?: number }): Expression {
  const sides = [
    ...(min === undefined ? [] : [sql`${value} < ${sql.lit(min)}`]),
    ...(max === undefined ? [] : [sql`${value} > ${sql.lit(max)}`]),
  ]
  return sides.length === 0 ? sql`false` : sql`(${sql.join(sides, sql` or `)})`
}
