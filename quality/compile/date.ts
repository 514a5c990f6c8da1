import { type RawBuilder, sql } from 'kysely'
import { monthShape } from '../facts/months.ts'
import { helper } from '../normalise/level.ts'
import type { BirthField, LeastAge } from '../rules/test.ts'
import { dayAfter, type Judging, lastDay } from './judging.ts'
import { any, fully } from './matching.ts'

type Expression = RawBuilder<unknown>
const CHINA = sql.lit(57_600_000_000n)

/** Something was received that could not be read as the field's type. */
export function unreadable(field: string): Expression {
  return sql`${sql.id(field)} is null and ${helper(field, 'text')} is not null`
}

/** Later than the day after the extract's. Instants are compared by their day in China. */
export function futureBad(field: string, type: 'date' | 'datetime', judging: Judging): Expression {
  if (type === 'date') return sql`${sql.id(field)} > ${dayAfter(judging)}`
  return sql`epoch_us(${sql.id(field)}) >= epoch_us(${dayAfter(judging)}::timestamp) + ${CHINA}`
}

/** Before the first or after the last plausible day. */
export function dayPlausibleBad(
  field: string,
  { type, min, max }: { type: 'date' | 'datetime'; min?: string; max?: string },
): Expression {
  const day = dayIn(field, type)
  return any([
    ...(min === undefined ? [] : [sql`${day} < date ${sql.lit(min)}`]),
    ...(max === undefined ? [] : [sql`${day} > date ${sql.lit(max)}`]),
  ])
}

/** The day in China. */
export function dayIn(field: string, type: 'date' | 'datetime'): Expression {
  const value = sql`${sql.id(field)}`
  return type === 'date' ? value : sql`make_timestamp(epoch_us(${value}) + 28800000000)::date`
}

/** No month; a month after that of the extract's next day. */
export function periodBad(field: string, part: 'invalid' | 'future', judging: Judging): Expression {
  const text = helper(field, 'text')
  const shaped = fully(text, monthShape)
  if (part === 'invalid') return sql`not ${shaped}`
  const month = lastDay(judging).slice(0, 7).replace('-', '')
  return sql`${shaped} and replace(${text}, '-', '') > ${sql.lit(month)}`
}

/** Younger or older, in completed years on the day `field`, than may be. */
export function ageBad(
  field: string,
  { birth, min, max }: { birth: BirthField; min?: LeastAge; max?: number },
): Expression {
  const born = birth.from === 'citizenId' ? helper(birth.field, 'born') : sql`${sql.id(birth.field)}`
  const day = sql`${sql.id(field)}`
  const age = sql`((${ymd(day)} + ${withoutLeapDay(day, born)} - ${ymd(born)}) // 10000)`
  const lived = sql`${sql.id(field)} >= ${born}`
  return any([
    ...(min === undefined ? [] : [sql`(${lived} and ${age} < ${leastAge(min)})`]),
    ...(max === undefined ? [] : [sql`(${lived} and ${age} > ${sql.lit(max)})`]),
  ])
}

/** By the sex in the identity number; not judged where that cannot be read. */
function leastAge(min: LeastAge): Expression {
  if (typeof min === 'number') return sql.lit(min)
  const odd = sql`${helper(min.id, 'n')} % 2 = 1`
  return sql`case when ${odd} then ${sql.lit(min.male)} when not (${odd}) then ${sql.lit(min.female)} end`
}

/** 1 on the last of February for those born on the 29th: where a month has no such day its last one counts (Civil Code, Article 202). */
function withoutLeapDay(day: Expression, born: Expression): Expression {
  return sql`(month(${born}) = 2 and day(${born}) = 29 and day(${day}) = 28 and ${day} = last_day(${day}))::integer`
}

function ymd(day: Expression): Expression {
  return sql`(year(${day}) * 10000 + month(${day}) * 100 + day(${day}))`
}
