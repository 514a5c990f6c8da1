import { type RawBuilder, sql } from 'kysely'
import { add, helper, type Levels } from './level.ts'
import { halfWidth } from './text.ts'

type Expression = RawBuilder<unknown>
const SHANGHAI_MICROSECONDS = 8n * 3600n * 1_000_000n
const CLOCK = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?'
const ZONE = '(Z|[+-](0[0-9]|1[0-4]):?[0-5][0-9])'

/** A day: YYYY-MM-DD, YYYYMMDD, YYYY/M/D, YYYY年M月D日; anything else, and days not of the calendar, are NULL. */
export function dateLevels(field: string): Levels {
  const text = helper(field, 'text')
  const read = helper(field, 'read')
  return [
    [add(`${field}$text`, halfWidth(helper(field, 'trimmed')))],
    [add(`${field}$cast`, sql`case when not ${plainly(field)} then try_cast(${text} as date) end`)],
    [
      add(
        field,
        sql`case when ${helper(field, 'plain')} then ${inRange(read, read)} else ${day(text, helper(field, 'cast'))} end`,
      ),
    ],
  ]
}

/** An instant; without zone it is China standard time (+08:00), a bare day its midnight. */
export function datetimeLevels(field: string): Levels {
  const text = helper(field, 'text')
  const cast = helper(field, 'cast')
  const read = helper(field, 'read')
  return [
    [add(`${field}$text`, halfWidth(helper(field, 'trimmed')))],
    [add(`${field}$cast`, sql`case when not ${plainly(field)} then try_cast(${text} as timestamp) end`)],
    [
      add(
        field,
        sql`case when ${helper(field, 'plain')} then ${inRange(read, local(read))}
          when length(${text}) = 19 and ${cast}::varchar = ${text} then ${inRange(cast, local(cast))} else ${slowInstant(text)} end`,
      ),
    ],
  ]
}

/** True of a value that `read` holds already. */
function plainly(field: string): Expression {
  return sql`coalesce(${helper(field, 'plain')}, false)`
}

function day(text: Expression, cast: Expression): Expression {
  return sql`case when length(${text}) = 10 and ${cast}::varchar = ${text} then ${inRange(cast, cast)} else ${slowDay(text)} end`
}

function slowDay(text: Expression): Expression {
  const parsed = sql`case
    when regexp_full_match(${text}, '[0-9]{8}') then try_strptime(${text}, '%Y%m%d')
    when regexp_full_match(${text}, '[0-9]{4}-[0-9]{2}-[0-9]{2}') then try_strptime(${text}, '%Y-%m-%d')
    when regexp_full_match(${text}, '[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}') then try_strptime(${text}, '%Y/%m/%d')
    when regexp_full_match(${text}, '[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日') then try_strptime(${text}, '%Y年%m月%d日') end`
  return inRange(parsed, sql`(${parsed})::date`)
}

function slowInstant(text: Expression): Expression {
  const zoned = sql`regexp_full_match(${text}, ${sql.lit(`[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]${CLOCK}${ZONE}`)})`
  const bare = sql`regexp_full_match(${text}, ${sql.lit(`[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]${CLOCK}`)})`
  const clock = sql`try_cast(regexp_replace(replace(${text}, 'T', ' '), ${sql.lit(`${ZONE}$`)}, '') as timestamp)`
  const whole = (time: Expression) => inRange(time, local(time))
  return sql`case when ${zoned} then ${inRange(clock, sql`make_timestamptz(epoch_us(${clock}) - ${offset(text)})`)}
    when ${bare} then ${whole(sql`try_cast(replace(${text}, 'T', ' ') as timestamp)`)}
    when regexp_full_match(${text}, '[0-9]{8}([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]') then ${whole(sql`try_strptime(${text}, '%Y%m%d%H%M%S')`)}
    else ${local(sql`(${slowDay(text)})::timestamp`)} end`
}

/** The zone at the end of the text, in microseconds east of UTC. */
function offset(text: Expression): Expression {
  const part = (group: number) =>
    sql`coalesce(try_cast(regexp_extract(${text}, '([+-])([0-9]{2}):?([0-9]{2})$', ${sql.lit(group)}) as bigint), 0)`
  const sign = sql`(case when regexp_extract(${text}, '([+-])([0-9]{2}):?([0-9]{2})$', 1) = '-' then -1 else 1 end)`
  return sql`(${sign} * (${part(2)} * 3600 + ${part(3)} * 60) * 1000000)`
}

function local(time: Expression): Expression {
  return sql`make_timestamptz(epoch_us(${time}) - ${sql.lit(SHANGHAI_MICROSECONDS)})`
}

function inRange(time: Expression, value: Expression): Expression {
  return sql`(case when ${time} >= date '1800-01-01' and ${time} < date '2201-01-01' then ${value} end)`
}
