import { sql } from 'kysely'
import type { Expression } from '../../warehouse/engine/relation.ts'

/**
 * Arithmetic on eight ASCII characters at once. A word is a UBIGINT of eight bytes, the first character in the
 * highest; what is added to or taken from every byte stays within it, so that nothing is carried to its neighbour.
 */
export function wordAt(value: Expression, from: number): Expression {
  return sql`encode(substr(${value}, ${sql.lit(from)}, 8))::bit::ubigint`
}

/** The word of digits and capital letters as numbers: 0 to 9, then 10 for A to 35 for Z. */
export function alphanumbers(word: Expression): Expression {
  return sql`(${word} - ${every(0x30)} - 7::ubigint * ${atLeast(word, 0x41)})`
}

/** The numbers without those that are left out: each above one of them is lower by one. */
export function leavingOut(numbers: Expression, left: readonly number[]): Expression {
  const steps = left.map((number) => atLeast(numbers, number + 1))
  return sql`(${sql.join([numbers, ...steps], sql` - `)})`
}

/** The sum of the numbers, each times its weight, from the first on. */
export function weighted(numbers: Expression, weights: readonly number[]): Expression {
  const terms = weights.flatMap((weight, at) =>
    weight === 0 ? [] : [sql`${numberAt(numbers, at)} * ${sql.lit(weight)}`],
  )
  return sql`(${sql.join(terms, sql` + `)})`
}

/** One of the eight numbers; the first is at 0. */
export function numberAt(numbers: Expression, at: number): Expression {
  return sql`((${numbers} >> ${sql.lit(56 - 8 * at)}) & 255)`
}

/** 1 in every byte that is at least `least`, else 0. */
function atLeast(word: Expression, least: number): Expression {
  return sql`(((${word} + ${every(0x80 - least)}) & ${every(0x80)}) >> 7)`
}

/** A word with the same number in every byte. */
function every(byte: number): Expression {
  return sql`${sql.lit(BigInt(byte) * 0x0101010101010101n)}::ubigint`
}
