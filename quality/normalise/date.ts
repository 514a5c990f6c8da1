import { sql } from 'kysely'
import type { Expression } from '../../warehouse/engine/relation.ts'
import { summerDays } from '../facts/summer_time.ts'
import { add, helper, type Levels } from './level.ts'
import { momentLevels } from './moment_parts.ts'

const HOUR = 3_600_000_000n
const DAY = 24n * HOUR

/**
 * A day, in whatever way it is written that names exactly one (docs/extracts.md). A time beside it must be midnight:
 * as written where no zone is named, else in China or, which is the same day there, in UTC. Anything else is NULL.
 */
export function dateLevels(field: string, isPlain = false): Levels {
  const at = (what: string) => helper(field, what)
  const read = at('read')
  if (isPlain) return plainly(field, inRange(read, read))
  return [
    ...momentLevels(field),
    [add(`${field}$instant`, instantOf(field))],
    [add(`${field}$summer`, dayAt(at('instant'), 9n))],
    [
      add(
        field,
        sql`case when ${at('plain')} then ${inRange(read, read)}
          when ${isContradicted(field)} then null
          when ${at('clock')} = 0 and ${at('offset')} = 28800 then ${inRange(at('civil'), at('civil'))}
          when ${at('zone')} <> '' and ${at('clock')} < ${sql.lit(DAY)} then ${inRange(at('civil'), dayOfMidnight(field))} end`,
      ),
    ],
  ]
}

/** The text as it came, and the value that is read of it. */
function plainly(field: string, value: Expression): Levels {
  return [[add(`${field}$text`, helper(field, 'trimmed')), add(field, value)]]
}

/** An instant; without zone it is China standard time (+08:00), a bare day its midnight. Kept to the microsecond. */
export function datetimeLevels(field: string, isPlain = false): Levels {
  const at = (what: string) => helper(field, what)
  const read = at('read')
  const ofPlain = inRange(read, sql`make_timestamptz(epoch_us(${read}) - ${sql.lit(8n * HOUR)})`)
  if (isPlain) return plainly(field, ofPlain)
  const year = sql`year(${at('civil')})`
  const summers = sql`${at('zone')} = 'Asia/Shanghai' and not (${year} >= 1992 or ${year} between 1950 and 1985)`
  return [
    ...momentLevels(field),
    [
      add(
        field,
        sql`case when ${at('plain')} then ${ofPlain}
          when ${isContradicted(field)} then null
          when not (${summers}) then ${inRange(at('civil'), sql`make_timestamptz(${instantOf(field)})`)} end`,
      ),
    ],
  ]
}

/** True of a day beside which another day of the week is named. */
function isContradicted(field: string): Expression {
  return sql`${helper(field, 'weekday')} <> isodow(${helper(field, 'civil')})`
}

/** Microseconds since 1970. */
function instantOf(field: string): Expression {
  const at = (what: string) => helper(field, what)
  return sql`(epoch_us(${at('civil')}) + ${at('clock')} - ${at('offset')} * 1000000)`
}

/** The day of which the instant is the midnight: in China, in UTC, or in China's summer time. */
function dayOfMidnight(field: string): Expression {
  const instant = helper(field, 'instant')
  const summer = helper(field, 'summer')
  const midnight = (hours: bigint) => sql`(${instant} + ${sql.lit(hours * HOUR)}) % ${sql.lit(DAY)} = 0`
  const summers = summerDays.map(
    ([first, last]) => sql`${summer} between ${sql.lit(first)}::date and ${sql.lit(last)}::date`,
  )
  return sql`case when ${midnight(8n)} then ${dayAt(instant, 8n)} when ${midnight(0n)} then ${dayAt(instant, 0n)}
    when ${midnight(9n)} and (${sql.join(summers, sql` or `)}) then ${summer} end`
}

/** The day of an instant so many hours east of UTC. */
function dayAt(instant: Expression, hours: bigint): Expression {
  return sql`make_timestamp(${instant} + ${sql.lit(hours * HOUR)})::date`
}

function inRange(time: Expression, value: Expression): Expression {
  return sql`(case when ${time} >= date '1800-01-01' and ${time} < date '2201-01-01' then ${value} end)`
}
