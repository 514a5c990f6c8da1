import { type RawBuilder, sql } from 'kysely'
import { usccCategories, usccShape } from '../uscc.ts'

type Expression = RawBuilder<unknown>
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const FULL = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** GB 32100: shape, organisation code (GB 11714), check character, and the pair of authority and category. */
export function usccBad(field: string, part: 'shape' | 'org_code' | 'check' | 'category'): Expression {
  const value = sql`${sql.id(field)}`
  const shaped = sql`regexp_full_match(${value}, ${sql.lit(usccShape)})`
  if (part === 'shape') return sql`not ${shaped}`
  if (part === 'category') {
    return sql`${shaped} and left(${value}, 2) not in (${sql.join(usccCategories.map((pair) => sql.lit(pair)))})`
  }
  return sql`case when ${shaped} then ${part === 'check' ? checkBad(value) : orgCodeBad(value)} else false end`
}

/** The registration authority is one of those that this register belongs to. */
export function authorityBad(field: string, authorities: string[]): Expression {
  const shaped = sql`regexp_full_match(${sql.id(field)}, ${sql.lit(usccShape)})`
  return sql`${shaped} and left(${sql.id(field)}, 1) not in (${sql.join(authorities.map((each) => sql.lit(each)))})`
}

function checkBad(value: Expression): Expression {
  const total = weighted(value, ALPHABET, WEIGHTS, 1)
  return sql`right(${value}, 1) <> substr(${sql.lit(ALPHABET)}, (31 - ${total} % 31) % 31 + 1, 1)`
}

function orgCodeBad(value: Expression): Expression {
  return sql`substr(${value}, 17, 1) <> substr('0X987654321', ${weighted(value, FULL, ORG_WEIGHTS, 9)} % 11 + 1, 1)`
}

function weighted(value: Expression, alphabet: string, weights: number[], from: number): Expression {
  const terms = weights.map(
    (weight, at) =>
      sql`(strpos(${sql.lit(alphabet)}, substr(${value}, ${sql.lit(from + at)}, 1)) - 1) * ${sql.lit(weight)}`,
  )
  return sql`(${sql.join(terms, sql` + `)})`
}
