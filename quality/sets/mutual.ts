import { sql } from 'kysely'
import type { Relation } from '../../warehouse/engine/relation.ts'
import { meets } from './condition.ts'
import { poolOf } from './pool.ts'
import { masks, readOnce, type SetRuleOf, type Sets } from './stage.ts'

/**
 * Judges `mutual`: the record that a row names is there, and does not name it. Where the other key has several
 * records, one that does is enough.
 */
export async function judgeMutual(
  sets: Sets,
  rules: SetRuleOf<'mutual'>[],
  replaced: Relation,
): Promise<void> {
  for (const { rule, test } of rules) {
    const { dataset } = sets.scan
    const [key, field] = [sql`${sql.id(dataset.key)}`, sql`${sql.id(test.field)}`]
    const columns = [...new Set([dataset.key, test.field, ...test.when.map((each) => each.field)])]
    const pool = poolOf(sets, replaced, columns, { fields: [dataset.key], of: [test.field] })
    const meant = sql`_line is not null and ${field} is not null and ${meets(test.when, sets.input.asOf)}`
    const lines = sql`with pool as materialized (select * from ${pool})
      select here._line from (select _line, ${key} as named_by, ${field} as named from pool where ${meant}) as here
      join (select ${key} as there, ${field} as names from pool) as other on here.named = other.there
      group by here._line having not bool_or(coalesce(other.names = here.named_by, false))`
    sets.found.push(
      await readOnce(
        sets,
        sql`select _line, ${masks(sets.scan, [{ rule, bad: sql`true` }])} from (${lines})`,
      ),
    )
  }
}
