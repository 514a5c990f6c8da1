import { type RawBuilder, sql } from 'kysely'
import { helper } from '../normalise/level.ts'
import { dayAfter, type Judging } from './judging.ts'

/** GB 11643: shape, a real birth date that is not in the future, check character. The place is never judged. */
export function citizenIdBad(
  field: string,
  part: 'shape' | 'date' | 'check',
  judging: Judging,
): RawBuilder<unknown> {
  const text = helper(field, 'text')
  const n = helper(field, 'n')
  const shaped = sql`(${n} is not null and (length(${text}) = 15 or right(${text}, 1) between '0' and '9' or right(${text}, 1) = 'X'))`
  if (part === 'shape') return sql`${text} is not null and not ${shaped}`
  const born = helper(field, 'born')
  if (part === 'date') return sql`${shaped} and (${born} is null or ${born} > ${dayAfter(judging)})`
  return sql`${shaped} and right(${sql.id(field)}, 1) <> ${helper(field, 'check')}`
}
