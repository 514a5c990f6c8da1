import { type RawBuilder, sql } from 'kysely'
import type { CitizenIdForm } from '../../catalog/rule.ts'
import { leagues, provinces, residents } from '../facts/places.ts'
import { helper } from '../normalise/level.ts'
import { isNumberOf, isOneOf } from '../normalise/members.ts'
import { dayAfter, firstBirthday, type Judging } from './judging.ts'
import { any } from './matching.ts'

type Expression = RawBuilder<unknown>

/** GB 11643: shape, a real birth date that is not in the future, check character, place of first issue, age. */
export function citizenIdBad(
  field: string,
  part: 'shape' | 'date' | 'check' | 'place' | 'age',
  judging: Judging,
): Expression {
  const shaped = isShaped(field)
  if (part === 'shape') return sql`${helper(field, 'text')} is not null and not ${shaped}`
  const born = helper(field, 'born')
  if (part === 'date') return sql`${shaped} and (${born} is null or ${born} > ${dayAfter(judging)})`
  if (part === 'check') {
    const other = sql`substr(${sql.id(field)}, 18, 1) <> ${helper(field, 'check')}`
    return sql`case when ${helper(field, 'valid')} then false else ${shaped} and ${other} end`
  }
  if (part === 'place') return sql`${shaped} and not ${placeKnown(helper(field, 'n'))}`
  const first = firstBirthday(judging)
  return first === undefined ? sql`false` : sql`${shaped} and ${born} < date ${sql.lit(first)}`
}

function isShaped(field: string): Expression {
  const text = helper(field, 'text')
  return sql`(case when ${helper(field, 'valid')} then true
    else ${helper(field, 'n')} is not null and (length(${text}) = 15 or right(${text}, 1) between '0' and '9' or right(${text}, 1) = 'X') end)`
}

/** Of the first 17 digits: the province; in this region the league; of residents of Hong Kong, Macao and Taiwan all six digits; of foreigners where they applied. */
function placeKnown(n: Expression): Expression {
  const start = (digits: number) => sql`(${n} // ${sql.lit(10n ** BigInt(17 - digits))})`
  return sql`case when ${start(1)} = 9 then ${isNumberOf(sql`${start(3)} % 100`, provinces)}
    when ${start(1)} = 8 then ${isNumberOf(start(6), Object.values(residents))}
    when ${start(2)} = 15 then ${isNumberOf(start(4), leagues)} else ${isNumberOf(start(2), provinces)} end`
}

/** A number of a form that the register does not hold. */
export function citizenFormBad(field: string, forms: readonly CitizenIdForm[]): Expression {
  return sql`${isShaped(field)} and not ${any(forms.map((form) => hasForm(field, form)))}`
}

function hasForm(field: string, form: CitizenIdForm): Expression {
  const value = sql`${sql.id(field)}`
  const legacy = sql`length(${helper(field, 'text')}) = 15`
  if (form === 'legacy') return legacy
  const foreign = sql`left(${value}, 1) = '9'`
  if (form === 'foreign') return sql`(not ${legacy} and ${foreign})`
  const resident = (places: string[]) => isOneOf(sql`left(${value}, 6)`, places)
  if (form !== 'mainland') return sql`(not ${legacy} and ${resident([residents[form]])})`
  return sql`(not ${legacy} and not ${foreign} and not ${resident(Object.values(residents))})`
}
