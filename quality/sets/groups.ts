import { sql } from 'kysely'
import { hashOf } from '../../warehouse/engine/functions.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import type { RuleInstance } from '../rules/instance.ts'
import { groupKinds, groupTestOf } from '../rules/kinds/records.ts'
import { anyBit } from '../scan.ts'
import { given, meets } from './condition.ts'
import { groupBy } from './group_by.ts'
import { poolOf } from './pool.ts'
import { masks, readOnce, rulesOfKind, type SetRuleOf, type Sets } from './stage.ts'
import type { GroupedTest } from './tests.ts'

type GroupRule = SetRuleOf<GroupedTest['kind']>

/** The rules on groups of records. */
export const groupRules = (rules: RuleInstance[]): GroupRule[] => rulesOfKind(rules, ...groupKinds)

/**
 * Judges the rules on records with the same values in some fields. Rules on the same fields share one partition: the
 * groups of more than one record are found by their hash, and only these are sorted.
 */
export async function judgeGroups(sets: Sets, rules: GroupRule[], replaced: Relation): Promise<void> {
  const parts = groupBy(rules, ({ test }) => [...test.fields].sort().join('+'))
  for (const [, part] of parts) {
    const fields = part[0]?.test.fields ?? []
    sets.found.push(await readOnce(sets, partition(sets, fields, part, replaced)))
  }
}

function partition(sets: Sets, fields: string[], rules: GroupRule[], replaced: Relation): Relation {
  const { asOf } = sets.input
  const columns = [...new Set([...fields, ...rules.flatMap(({ test }) => fieldsOf(test))])]
  const pool = poolOf(sets, replaced, columns, { fields, of: fields })
  const group = sql.join(fields.map((field) => sql`${sql.id(field)}`))
  const meant = rules.map(({ test }, at) => sql`${applies(test, asOf)} as ${sql.id(`meant${at}`)}`)
  const any = sql.join(
    rules.map((_, at) => sql`${sql.id(`meant${at}`)}`),
    sql` or `,
  )
  const alone = rules.some(({ test }) => groupTestOf(test).alone)
  const shared = sql`${hashOf(group)} in (select ${hashOf(group)} as h from pool group by h having count(*) > 1)`
  const broken = rules.map(({ rule, test }, at) => ({
    rule,
    bad: sql`(${sql.id(`meant${at}`)} and coalesce(${groupTestOf(test).bad(test, group, sql`${sql.id(`meant${at}`)}`)}, false))`,
  }))
  const windows = sql`select _line, ${masks(sets.scan, broken)} from pool ${alone ? sql`` : sql`where ${shared}`}`
  const nonzero = sql`_line is not null and ${anyBit(sets.scan, () => true)}`
  return sql`with pool as materialized (select * from (select *, ${sql.join(meant)} from ${pool} where ${given(fields)}) where ${any})
    select * from (${windows}) where ${nonzero}`
}

function fieldsOf(test: GroupedTest): string[] {
  return [...groupTestOf(test).reads(test), ...test.when.map(({ field }) => field)]
}

/** True of a record that the rule speaks of. */
function applies(test: GroupedTest, asOf: Date | undefined): Expression {
  const when = meets(test.when, asOf)
  const applying = groupTestOf(test).applies?.(test)
  return applying ? sql`(${when} and ${applying})` : when
}
