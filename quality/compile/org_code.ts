import { type RawBuilder, sql } from 'kysely'
import { orgCodeShape } from '../facts/org_code.ts'
import { usccShape } from '../facts/uscc.ts'
import { folded, fully } from './matching.ts'

type Expression = RawBuilder<unknown>
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11714: eight characters and the check character, with or without hyphen. */
export function orgCodeBad(field: string, part: 'shape' | 'check'): Expression {
  const value = folded(field)
  const shaped = fully(value, orgCodeShape)
  if (part === 'shape') return sql`not ${shaped}`
  return sql`case when ${shaped} then right(${value}, 1) <> ${checkOf(value)} else false end`
}

/** The organisation code is not the one inside the unified social credit code. */
export function orgCodeOfBad(field: string, uscc: string): Expression {
  const value = folded(field)
  return sql`${fully(value, orgCodeShape)} and ${fully(sql`${sql.id(uscc)}`, usccShape)}
    and replace(${value}, '-', '') <> substr(${sql.id(uscc)}, 9, 9)`
}

/** The character that must follow the first 8. */
function checkOf(value: Expression): Expression {
  const terms = WEIGHTS.map(
    (weight, at) =>
      sql`(strpos(${sql.lit(ALPHABET)}, substr(${value}, ${sql.lit(at + 1)}, 1)) - 1) * ${sql.lit(weight)}`,
  )
  return sql`substr('0X987654321', (${sql.join(terms, sql` + `)}) % 11 + 1, 1)`
}
