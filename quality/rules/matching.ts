import { sql } from 'kysely'
import { fullMatch, hasMatch } from '../../warehouse/engine/functions.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import { helper } from '../normalise/level.ts'
import { asciiUpper, halfWidth } from '../normalise/text.ts'

/** The whole value has the shape. */
export function fully(value: Expression, shape: string): Expression {
  return fullMatch(value, shape)
}

/** The pattern is found somewhere in the value. */
export function somewhere(value: Expression, pattern: string): Expression {
  return hasMatch(value, pattern)
}

/** The value begins with one of the texts. */
export function begins(value: Expression, starts: readonly string[]): Expression {
  const tests = starts.map((start) => sql`starts_with(${value}, ${sql.lit(start)})`)
  return tests.length === 0 ? sql`false` : sql`(${sql.join(tests, sql` or `)})`
}

/** What was received in a field of identifiers that has no type of its own: half-width and in upper case. */
export function folded(field: string): Expression {
  return asciiUpper(halfWidth(helper(field, 'text')))
}

export function all(tests: Expression[]): Expression {
  return sql`(${sql.join(tests, sql` and `)})`
}

export function any(tests: Expression[]): Expression {
  return tests.length === 0 ? sql`false` : sql`(${sql.join(tests, sql` or `)})`
}

/** Below or above the limits. */
export function outside(
  value: Expression,
  { min, max }: { min?: number | undefined; max?: number | undefined },
): Expression {
  const sides = [
    ...(min === undefined ? [] : [sql`${value} < ${sql.lit(min)}`]),
    ...(max === undefined ? [] : [sql`${value} > ${sql.lit(max)}`]),
  ]
  return sides.length === 0 ? sql`false` : sql`(${sql.join(sides, sql` or `)})`
}
