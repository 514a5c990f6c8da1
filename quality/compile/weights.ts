import { type RawBuilder, sql } from 'kysely'

type Expression = RawBuilder<unknown>
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const FULL = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** The character that must end the first 17 of a unified social credit code (GB 32100). */
export function usccCheckOf(value: Expression): Expression {
  return sql`substr(${sql.lit(ALPHABET)}, (31 - ${weighted(value, ALPHABET, WEIGHTS, 1)} % 31) % 31 + 1, 1)`
}

/** The character that must follow the 8 of an organisation code which begins at character `from` (GB 11714). */
export function orgCodeCheckOf(value: Expression, from: number): Expression {
  return sql`substr('0X987654321', ${weighted(value, FULL, ORG_WEIGHTS, from)} % 11 + 1, 1)`
}

function weighted(value: Expression, alphabet: string, weights: number[], from: number): Expression {
  const terms = weights.map(
    (weight, at) =>
      sql`(strpos(${sql.lit(alphabet)}, substr(${value}, ${sql.lit(from + at)}, 1)) - 1) * ${sql.lit(weight)}`,
  )
  return sql`(${sql.join(terms, sql` + `)})`
}
