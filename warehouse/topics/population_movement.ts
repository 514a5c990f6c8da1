import { sql } from 'kysely'
import type { Relation } from '../engine/relation.ts'
import type { TopicTables } from './tables.ts'

/** Code of the region itself: stands for a division that is not known. */
const REGION = '150000'

/**
 * Births, deaths, moves and residence registrations by division and month in Asia/Shanghai.
 * - A birth: a person with a certificate of birth, where they were born (else where they are registered).
 * - A death: a person with a day of death, where they are registered or were last: the dead are struck off the register.
 * - A move: a state of the household register in another division than the person's state before it. It counts out of
 *   the one and into the other in the month in which the new state begins, so that both sums are the same.
 * - A residence registration: a state with another division or day of registration than the state before it.
 */
export function populationMovement(tables: TopicTables): Relation {
  const people = tables.of('base/person')
  const registered = tables.of('history/household_registration')
  const moves = movesIn(registered)
  const placed = sql`${people} left join ${lastRegistered(registered)} using (citizen_id)`
  const registeredIn = sql`coalesce(household_division, last_division)`
  const events = sql.join(
    [
      sql`select coalesce(birth_division, ${registeredIn}) as division, 'births' as event,
        coalesce(birth_date, try_strptime(substr(citizen_id, 7, 8), '%Y%m%d')::date) as day
        from ${placed} where birth_certificate_no is not null`,
      sql`select ${registeredIn}, 'deaths', died_on from ${placed} where died_on is not null`,
      sql`select division, 'moved_in', day from ${moves}`,
      sql`select left_division, 'moved_out', day from ${moves}`,
      sql`select division, 'floating', registered_on from ${registrationsIn(tables.of('history/residence_registration'))}`,
    ],
    sql` union all `,
  )
  const counted = (event: string) => sql`(count(*) filter (event = ${sql.lit(event)}))::bigint`
  return sql`(select coalesce(division, ${sql.lit(REGION)}) as division, date_trunc('month', day)::date as month,
      ${counted('births')} as births, ${counted('deaths')} as deaths, ${counted('moved_in')} as moved_in,
      ${counted('moved_out')} as moved_out, ${counted('floating')} as floating_registered
    from (${events}) where day is not null group by 1, 2)`
}

/** The division in which each person was registered last, whether the record has ended or not. */
function lastRegistered(history: Relation): Relation {
  return sql`(select citizen_id, arg_max(division, row(_valid_from, _extract, _line)) as last_division
    from ${history} where division is not null group by citizen_id) as registered`
}

/** States in another division than the one before, with the division that was left. */
function movesIn(history: Relation): Relation {
  return sql`(select division, left_division, timezone('Asia/Shanghai', _valid_from)::date as day from (
      select division, _valid_from, lag(division) over (partition by citizen_id order by _valid_from, _extract, _line) as left_division
      from ${history})
    where left_division <> division)`
}

function registrationsIn(history: Relation): Relation {
  const before = (column: string) =>
    sql`lag(${sql.id(column)}) over (partition by citizen_id order by _valid_from, _extract, _line)`
  return sql`(select division, registered_on from (
      select division, registered_on, ${before('division')} as division_before, ${before('registered_on')} as registered_before
      from ${history})
    where registered_on is not null
      and (division is distinct from division_before or registered_on is distinct from registered_before))`
}
