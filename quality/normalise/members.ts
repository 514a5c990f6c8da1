import { sql } from 'kysely'
import { tryCast } from '../../warehouse/engine/functions.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'

/** The value is one of the texts; false of NULL. The look-up costs the same however many there are. */
export function isOneOf(value: Expression, texts: readonly string[]): Expression {
  if (texts.length === 0) return sql`false`
  return sql`(${tryCast(value, enumeration(texts))} is not null)`
}

/** The value is there, and none of the texts; false of NULL. */
export function isNoneOf(value: Expression, texts: readonly string[]): Expression {
  if (texts.length === 0) return sql`(${value} is not null)`
  return sql`(${value} is not null and ${tryCast(value, enumeration(texts))} is null)`
}

function enumeration(texts: readonly string[]): Expression {
  return sql`enum(${sql.join([...new Set(texts)].map((text) => sql.lit(text)))})`
}

/** The whole number is one of the numbers, which are put together as ranges. */
export function isNumberOf(value: Expression, numbers: readonly string[]): Expression {
  const tests = ranges(numbers.map(Number)).map(([from, to]) =>
    from === to
      ? sql`${value} = ${sql.lit(from)}`
      : sql`${value} between ${sql.lit(from)} and ${sql.lit(to)}`,
  )
  return tests.length === 0 ? sql`false` : sql`(${sql.join(tests, sql` or `)})`
}

function ranges(numbers: number[]): [from: number, to: number][] {
  const found: [number, number][] = []
  for (const number of [...new Set(numbers)].sort((one, other) => one - other)) {
    const last = found.at(-1)
    if (last && last[1] === number - 1) last[1] = number
    else found.push([number, number])
  }
  return found
}
