import { sql } from 'kysely'
import { fullMatch, tryCast } from '../../warehouse/engine/functions.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import { add, helper, type Levels } from './level.ts'
import { halfWidth } from './text.ts'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/**
 * Adds: `half` (folded), `text` (upper case), `head` (first 17 characters, a 15-digit number widened), `n` (the
 * head as BIGINT when it is 17 digits), `check` (the character that must follow), `valid` (18 characters, of which the
 * last is that one), `born`, and the value itself.
 * `other` says what of a field may hold something else: those values are only folded to its `text`.
 */
export function citizenIdLevels(
  field: string,
  other?: { isIdentity: Expression; text: (half: Expression) => Expression },
): Levels {
  const at = (what: string) => helper(field, what)
  const name = (what: string) => `${field}$${what}`
  const text = at('text')
  const n = at('n')
  return [
    [add(name('half'), halfWidth(at('trimmed')))],
    [add(name('text'), other ? either(other, at('half')) : upper(at('half')))],
    [
      add(
        name('head'),
        sql`case ${other ? sql`when not coalesce(${other.isIdentity}, false) then null` : sql``} when length(${text}) = 18 then substr(${text}, 1, 17)
          when length(${text}) = 15 and ${fullMatch(text, '[0-9]{15}')} then left(${text}, 6) || ${centuryOf(text)} || right(${text}, 9) end`,
      ),
    ],
    [add(name('n'), digits(at('head')))],
    [
      add(name('check'), sql`substr('10X98765432', (${weighted(n)} % 11 + 1)::integer, 1)`),
      add(name('ymd'), sql`(${n} // 1000 % 100000000)::integer`),
    ],
    [
      add(
        field,
        sql`case when length(${text}) = 15 and ${n} is not null then ${at('head')} || ${at('check')} else ${text} end`,
      ),
      add(name('born'), calendarDay(at('ymd'))),
      add(
        name('valid'),
        sql`${n} is not null and length(${text}) = 18 and substr(${text}, 18, 1) = ${at('check')}`,
      ),
    ],
  ]
}

/** The century of a number of 15 digits: 996 to 999 were kept for those who were a hundred years old (GB 11643-1989). */
function centuryOf(text: Expression): Expression {
  return sql`case when right(${text}, 3) >= '996' then '18' else '19' end`
}

function either(other: { isIdentity: Expression; text: (half: Expression) => Expression }, half: Expression) {
  return sql`case when ${other.isIdentity} then ${upper(half)} else ${other.text(half)} end`
}

/** Upper case of x only: nothing else in the number may be a letter. */
function upper(value: Expression): Expression {
  return sql`case when suffix(${value}, 'x') then left(${value}, length(${value}) - 1) || 'X' else ${value} end`
}

/** 17 digits as BIGINT, else NULL. The cast alone would also take signs, exponents and underscores. */
function digits(head: Expression): Expression {
  const read = tryCast(head, 'bigint')
  return sql`case when ${head} >= '0' and ${read}::varchar = ${head} then ${read}
    when ${fullMatch(head, '[0-9]{17}')} then ${head}::bigint end`
}

function weighted(n: Expression): Expression {
  const terms = WEIGHTS.map(
    (weight, at) => sql`(${n} // ${sql.lit(10n ** BigInt(16 - at))} % 10) * ${sql.lit(weight)}`,
  )
  return sql`(${sql.join(terms, sql` + `)})`
}

/** YYYYMMDD as DATE when it is a day of the calendar from 1800 to 2200, else NULL. Integers only: no parsing. */
function calendarDay(ymd: Expression): Expression {
  const year = sql`(${ymd} // 10000)`
  const month = sql`(${ymd} // 100 % 100)`
  const day = sql`(${ymd} % 100)`
  const leap = sql`(${year} % 4 = 0 and (${year} % 100 <> 0 or ${year} % 400 = 0))`
  const last = sql`(case when ${month} = 2 then case when ${leap} then 29 else 28 end when ${month} in (4, 6, 9, 11) then 30 else 31 end)`
  return sql`case when ${year} between 1800 and 2200 and ${month} between 1 and 12 and ${day} >= 1 and ${day} <= ${last}
    then make_date(${year}, ${month}, ${day}) end`
}
