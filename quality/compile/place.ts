import { type RawBuilder, sql } from 'kysely'
import { divisions, FIRST_DAY } from '../../catalog/data/divisions.ts'
import { furtherPostcodes, postcodeShape, regionPostcodes } from '../facts/postcodes.ts'
import { helper } from '../normalise/level.ts'
import { isOneOf } from '../normalise/members.ts'
import { dayIn } from './date.ts'
import { any, begins, fully } from './matching.ts'

type Expression = RawBuilder<unknown>

/** The code as received was not in force on the day: not yet, or no longer. Before 1982 nothing is known. */
export function divisionAtBad(
  field: string,
  { on, type, part }: { on: string; type: 'date' | 'datetime'; part: 'both' | 'abolished' },
): Expression {
  const day = dayIn(on, type)
  const code = helper(field, 'text')
  const during = (codes: string[], test: Expression) => sql`(${test} and ${isOneOf(code, codes)})`
  const late = grouped(({ validTo }) => validTo).map(([to, codes]) =>
    during(codes, sql`${day} >= date ${sql.lit(to)}`),
  )
  const early = grouped(({ validFrom }) => (validFrom > FIRST_DAY ? validFrom : undefined)).map(
    ([from, codes]) => during(codes, sql`${day} < date ${sql.lit(from)}`),
  )
  return sql`(${day} >= date ${sql.lit(FIRST_DAY)} and ${any(part === 'both' ? [...late, ...early] : late)})`
}

function grouped(dayOf: (division: (typeof divisions)[number]) => string | undefined): [string, string[]][] {
  const groups = new Map<string, string[]>()
  for (const division of divisions) {
    const day = dayOf(division)
    if (day !== undefined) groups.set(day, [...(groups.get(day) ?? []), division.code])
  }
  return [...groups]
}

/** Not six digits of a postcode. */
export function postcodeBad(field: string): Expression {
  return sql`not ${fully(helper(field, 'text'), postcodeShape)}`
}

/** A postcode of another province than the division's. */
export function postcodeDivisionBad(field: string, division: string): Expression {
  const text = helper(field, 'text')
  const code = sql`${sql.id(division)}`
  const further = Object.entries(furtherPostcodes).map(
    ([league, starts]) => sql`(left(${code}, 4) = ${sql.lit(league)} and ${begins(text, starts)})`,
  )
  return sql`${fully(text, postcodeShape)} and left(${code}, 2) = '15'
    and not ${any([begins(text, regionPostcodes), ...further])}`
}
