import { sql } from 'kysely'
import { fullMatch } from '../../warehouse/engine/functions.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import { usccShape } from '../facts/uscc.ts'
import { add, helper, type Levels } from './level.ts'
import { asciiUpper, halfWidth } from './text.ts'

/** I, O, S and V, which unified social credit codes do not have (nor Z, after which nothing comes). */
const LEFT_OUT = [18, 24, 28, 31]
/** The words of a code, by their first characters, and the weights of their characters; the last two add only their own. */
const WORDS = { first: 1, second: 9, last: 11 }
const WEIGHTS = {
  first: [1, 3, 9, 27, 19, 26, 16, 17],
  second: [20, 29, 25, 13, 8, 24, 10, 30],
  last: [0, 0, 0, 0, 0, 0, 28, 1],
}
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** Adds: `half` (folded), `text` (upper case) and the value itself, `shaped`, and those of `creditCodeLevels`. */
export function usccLevels(field: string): Levels {
  const at = (what: string) => helper(field, what)
  const shaped = sql`case when ${at('plain')} then true else ${fullMatch(at('text'), usccShape)} end`
  return [
    [add(`${field}$half`, halfWidth(at('trimmed')))],
    [add(`${field}$text`, asciiUpper(at('half')))],
    [add(field, at('text')), add(`${field}$shaped`, shaped)],
    ...creditCodeLevels(field, at('text'), at('shaped')),
  ]
}

/**
 * Adds of a value that is shaped as a unified social credit code: `rest`, which is 0 when the check character is right
 * (GB 32100), and `orgRest`, which is 0 when that of the organisation code inside is right (GB 11714). NULL of others.
 */
export function creditCodeLevels(field: string, value: Expression, shaped: Expression): Levels {
  const at = (what: string) => helper(field, what)
  const each = (what: string, columnOf: (word: keyof typeof WORDS) => Expression) =>
    (['first', 'second', 'last'] as const).map((word) => add(`${field}$${what}_${word}`, columnOf(word)))
  const sums = (['first', 'second', 'last'] as const).map((word) =>
    weighted(at(`numbers_${word}`), WEIGHTS[word]),
  )
  const orgSum = weighted(at('full_second'), ORG_WEIGHTS)
  return [
    each('word', (word) => sql`case when ${shaped} then ${wordAt(value, WORDS[word])} end`),
    each('full', (word) => alphanumbers(at(`word_${word}`))),
    each('numbers', (word) => leavingOut(at(`full_${word}`), LEFT_OUT)),
    [
      add(`${field}$rest`, sql`(${sql.join(sums, sql` + `)}) % 31`),
      add(`${field}$orgRest`, sql`(${orgSum} + ${orgCheckNumber(numberAt(at('full_last'), 6))}) % 11`),
    ],
  ]
}

/** What the check character of an organisation code stands for: X for ten; NULL of letters that never are one. */
function orgCheckNumber(number: Expression): Expression {
  return sql`case when ${number} = 33 then 10 when ${number} < 10 then ${number} end`
}

/**
 * Arithmetic on eight ASCII characters at once. A word is a UBIGINT of eight bytes, the first character in the
 * highest; what is added to or taken from every byte stays within it, so that nothing is carried to its neighbour.
 */
function wordAt(value: Expression, from: number): Expression {
  return sql`encode(substr(${value}, ${sql.lit(from)}, 8))::bit::ubigint`
}

/** The word of digits and capital letters as numbers: 0 to 9, then 10 for A to 35 for Z. */
function alphanumbers(word: Expression): Expression {
  return sql`(${word} - ${every(0x30)} - 7::ubigint * ${atLeast(word, 0x41)})`
}

/** The numbers without those that are left out: each above one of them is lower by one. */
function leavingOut(numbers: Expression, left: readonly number[]): Expression {
  const steps = left.map((number) => atLeast(numbers, number + 1))
  return sql`(${sql.join([numbers, ...steps], sql` - `)})`
}

/** The sum of the numbers, each times its weight, from the first on. */
function weighted(numbers: Expression, weights: readonly number[]): Expression {
  const terms = weights.flatMap((weight, at) =>
    weight === 0 ? [] : [sql`${numberAt(numbers, at)} * ${sql.lit(weight)}`],
  )
  return sql`(${sql.join(terms, sql` + `)})`
}

/** One of the eight numbers; the first is at 0. */
function numberAt(numbers: Expression, at: number): Expression {
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
