import { type RawBuilder, sql } from 'kysely'
import { orgCodeShape } from '../facts/org_code.ts'
import { usccShape } from '../facts/uscc.ts'
import { folded, fully } from './matching.ts'
import { orgCodeCheckOf } from './weights.ts'

/** GB 11714: eight characters and the check character, with or without hyphen. */
export function orgCodeBad(field: string, part: 'shape' | 'check'): RawBuilder<unknown> {
  const value = folded(field)
  const shaped = fully(value, orgCodeShape)
  if (part === 'shape') return sql`not ${shaped}`
  return sql`case when ${shaped} then right(${value}, 1) <> ${orgCodeCheckOf(value, 1)} else false end`
}

/** The organisation code is not the one inside the unified social credit code. */
export function orgCodeOfBad(field: string, uscc: string): RawBuilder<unknown> {
  const value = folded(field)
  return sql`${fully(value, orgCodeShape)} and ${fully(sql`${sql.id(uscc)}`, usccShape)}
    and replace(${value}, '-', '') <> substr(${sql.id(uscc)}, 9, 9)`
}
