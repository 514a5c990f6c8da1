import { sql } from 'kysely'
import {
  fullMatch,
  hasMatch,
  matchOf,
  matchParts,
  replaceMatch,
  tryCast,
  tryMoment,
} from '../../warehouse/engine/functions.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import { add, helper, type Levels } from './level.ts'
import { B, respelt, weekdayIn } from './spelling.ts'
import { halfWidth } from './text.ts'

const MONTH = '[A-Za-z]{3}'
const DAY = [
  '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}',
  '[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}',
  '[0-9]{4}[.][0-9]{1,2}[.][0-9]{1,2}',
  '[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日',
  '[0-9]{8}',
  `[0-9]{1,2}-(?:${MONTH}|[0-9]{1,2}月) ?-[0-9]{4}`,
].join('|')
const HALF = '[Aa][Mm]|[Pp][Mm]|上午|下午'
const FRACTION = '(?:[.,]([0-9]{1,9}))?'
const CLOCK = `([0-9]{1,2})[:时]([0-5][0-9])(?:[:分]([0-5][0-9])${FRACTION}秒?|分)?`
const PACKED = `([0-9]{2})([0-5][0-9])(?:([0-5][0-9])(?:[.,]([0-9]{1,9})|([0-9]{3}|[0-9]{6}))?)?`
const OFFSET = '[+-](?:0?[0-9]|1[0-4])(?::[0-5][0-9](?::[0-5][0-9])?)?|[+-](?:0[0-9]|1[0-4])[0-5][0-9]'
const ZONE = `((?:UTC|GMT)?(?:${OFFSET})|[Zz]|UTC|GMT|Asia/Shanghai)(?:\\[[A-Za-z0-9_/+-]+\\])?`
const MOMENT = `^(${DAY})(?:(?:${B}+|[Tt])(?:(${HALF})${B}*)?(?:${CLOCK}|${PACKED})(?:${B}*(${HALF}))?(?:${B}*${ZONE})?)?${B}*$`
const PARTS = ['day', 'half', 'hour', 'minute', 'second', 'fraction', 'packedHour', 'packedMinute'].concat([
  'packedSecond',
  'packedFraction',
  'packedDigits',
  'lateHalf',
  'zone',
])

/**
 * Adds `text`, and of a value that is not `plain` what it says: `civil` (the day), `clock` (microseconds since its
 * midnight, of a bare day 0, `24:00` among them; NULL when there is no such time) and `offset` (seconds east of UTC,
 * China's where none is named), `zone` (as named, or empty). What is in none of the usual forms is spelt anew and read
 * again; `weekday` is the day of the week that it names, from 1 on, else NULL.
 */
export function momentLevels(field: string): Levels {
  const at = (what: string) => helper(field, what)
  const isOdd = sql`${at('usual')}.day = ''`
  return [
    [add(`${field}$text`, halfWidth(at('trimmed')))],
    [
      add(
        `${field}$usual`,
        sql`case when not coalesce(${at('plain')}, false) then ${partsOf(spread(at('text')))} end`,
      ),
    ],
    [
      add(`${field}$weekday`, sql`case when ${isOdd} then ${weekdayIn(at('text'))} end`),
      add(`${field}$spelt`, sql`case when ${isOdd} then ${respelt(at('text'))} end`),
    ],
    [
      add(
        `${field}$parts`,
        sql`case when ${isOdd} then ${partsOf(spread(at('spelt')))} else ${at('usual')} end`,
      ),
    ],
    [
      add(`${field}$civil`, civil(part(field, 'day'))),
      add(`${field}$clock`, clock(field)),
      add(`${field}$offset`, offset(part(field, 'zone'))),
      add(`${field}$zone`, part(field, 'zone')),
    ],
  ]
}

function partsOf(text: Expression): Expression {
  return matchParts(text, MOMENT, PARTS)
}

function part(field: string, name: string): Expression {
  return sql`${helper(field, 'parts')}.${sql.id(name)}`
}

/** Puts the space between day and clock where none is needed to tell them apart. */
function spread(text: Expression): Expression {
  const apart = replaceMatch(text, '^([0-9]{8})([0-9]{6})', '\\1 \\2')
  return sql`case when length(${text}) <= 10 then ${text} else ${replaceMatch(apart, '日', '日 ')} end`
}

function civil(day: Expression): Expression {
  const iso = (pattern: string, order: string) => tryCast(replaceMatch(day, pattern, order), 'date')
  return sql`case when ${day} = '' then null
    when length(${day}) = 8 and ${fullMatch(day, '[0-9]{8}')} then ${tryMoment(day, '%Y%m%d')}::date
    when ${hasMatch(day, '^[0-9]{4}')} then ${iso('^([0-9]{4})[^0-9]([0-9]{1,2})[^0-9]([0-9]{1,2})日?$', '\\1-\\2-\\3')}
    when contains(${day}, '月') then ${iso('^([0-9]{1,2})-([0-9]{1,2})月 ?-([0-9]{4})$', '\\3-\\2-\\1')}
    else ${tryMoment(sql`replace(${day}, ' ', '')`, '%d-%b-%Y')}::date end`
}

function clock(field: string): Expression {
  const digits = (...names: string[]) =>
    sql`coalesce(${tryCast(sql`concat(${sql.join(names.map((name) => part(field, name)))})`, 'bigint')}, 0)`
  const half = sql`upper(concat(${part(field, 'half')}, ${part(field, 'lateHalf')}))`
  const hour = digits('hour', 'packedHour')
  const fraction = sql`rpad(left(concat(${part(field, 'fraction')}, ${part(field, 'packedFraction')}, ${part(field, 'packedDigits')}), 6), 6, '0')::bigint`
  const micros = (hours: Expression) =>
    sql`((${hours} * 60 + ${digits('minute', 'packedMinute')}) * 60 + ${digits('second', 'packedSecond')}) * 1000000 + ${fraction}`
  const day = sql.lit(86_400_000_000n)
  return sql`case
    when ${half} = '' then case when ${micros(hour)} <= ${day} then ${micros(hour)} end
    when ${half} in ('AM', '上午') then case when ${hour} <= 12 then ${micros(sql`(${hour} % 12)`)} end
    when ${half} in ('PM', '下午') then case when ${hour} between 1 and 12 then ${micros(sql`(${hour} % 12 + 12)`)} end end`
}

function offset(zone: Expression): Expression {
  const shape = '([+-])([0-9]{1,2}):?([0-9]{2})?:?([0-9]{2})?'
  const digits = (group: number) => sql`coalesce(${tryCast(matchOf(zone, shape, group), 'bigint')}, 0)`
  return sql`case when ${zone} in ('', 'Asia/Shanghai') then 28800
    else (case when ${matchOf(zone, shape, 1)} = '-' then -1 else 1 end) * (${digits(2)} * 3600 + ${digits(3)} * 60 + ${digits(4)}) end`
}
