import { sql } from 'kysely'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { values } from '../../warehouse/engine/values.ts'
import type { Platform } from '../platform.ts'
import { dueDays } from './days.ts'
import { type NewObjection, type Raising, raiseObjections } from './ledger/raise.ts'

/** Rows that become one objection. */
export interface Group {
  cause: string
  department: string
  rule: string | null
  field: string | null
  code: string
  column: string | null
  counterpart: string | null
}

/**
 * Raises an objection for every cause and department among the rows whose `event` is `open`, as `describe` says, and
 * gives the rows with the numbers: `events` but for `department`, `rule` and `counterpart`, every row with its
 * `objection`.
 */
export async function withObjections(
  platform: Platform,
  session: Session,
  events: Relation,
  describe: (group: Group) => NewObjection,
): Promise<Relation> {
  const groups = await session.rows<Group>(
    sql`select cause, department, any_value(rule) as rule, any_value(field) as field, min(code) as code,
      max(column_name) as "column", case when count(distinct counterpart) = 1 then min(counterpart) end as counterpart
      from ${events} where event = 'open' group by cause, department order by all`,
  )
  const raised = await raiseObjections(platform.ledger.db, groups.map(describe), byPlatform(platform))
  const numbers = values(
    { cause: 'VARCHAR', department: 'VARCHAR', objection: 'INTEGER' },
    groups.map(({ cause, department }, at) => ({ cause, department, objection: raised[at]?.objection.id })),
  )
  return sql`(select e.* exclude (objection, department, rule, counterpart), coalesce(e.objection, r.objection) as objection
    from ${events} as e left join ${numbers} as r
      on e.event = 'open' and r.cause = e.cause and r.department = e.department)`
}

/** How the platform raises objections by itself. */
export function byPlatform(platform: Platform): Raising {
  const at = platform.clock.now()
  const accept = platform.config.objections.acceptAtOnce.includes('platform')
  return { actor: 'platform', at, due: dueDays(platform, at), accept }
}
