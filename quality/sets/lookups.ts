import { sql } from 'kysely'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import type { RuleInstance } from '../rules/instance.ts'
import { lookupKinds, lookupOf } from '../rules/kinds/lookups.ts'
import { anyBit } from '../scan.ts'
import { given, meets } from './condition.ts'
import { groupBy } from './group_by.ts'
import { canJudge, type Register } from './input.ts'
import { found, soughtOf, soughtRows } from './lookup_rows.ts'
import { masks, readOnce, rulesOfKind, type SetRuleOf, type Sets, wrong } from './stage.ts'
import type { LookupTest, Sought } from './tests.ts'

export type LookupRule = SetRuleOf<LookupTest['kind']>

/**
 * Judges the rules that look into other registers. Those that look at the same register share one join: the values
 * of all fields that they look up stand below one another, each with what its own rules need.
 */
export async function judgeLookups(sets: Sets, rules: RuleInstance[]): Promise<void> {
  const judged = rules.filter((rule) => canJudge(rule, sets.input.references))
  for (const group of connected(rulesOfKind(judged, ...lookupKinds))) {
    sets.found.push(await readOnce(sets, join(sets, group)))
  }
}

/** The rules in groups that have no register in common. */
function connected(rules: LookupRule[]): LookupRule[][] {
  const groups: { ids: Set<string>; rules: LookupRule[] }[] = []
  for (const rule of rules) {
    const { datasets } = rule.test
    const touched = groups.filter(({ ids }) => datasets.some((id) => ids.has(id)))
    const merged = {
      ids: new Set([...touched.flatMap(({ ids }) => [...ids]), ...datasets]),
      rules: [...touched.flatMap((each) => each.rules), rule],
    }
    groups.splice(0, groups.length, ...groups.filter((each) => !touched.includes(each)), merged)
  }
  return groups.map((each) => each.rules)
}

/** The field here whose value is looked up. */
const lookedUp = ({ test }: LookupRule): string => lookupOf(test).lookedUp(test)

function join(sets: Sets, rules: LookupRule[]): Relation {
  const slots = [...groupBy(rules, lookedUp)]
  const candidates = sql.join(
    slots.map(([field]) => candidatesOf(sets, field, rules)),
    sql` union all `,
  )
  const values = sql`(${sql.join(
    slots.map(
      ([field]) =>
        sql`select ${sql.id(field)}::varchar as value from ${sets.rows} where ${sql.id(field)} is not null`,
    ),
    sql` union all `,
  )})`
  const sought = soughtOf(rules)
  const registers = rules.flatMap(({ test }) =>
    test.datasets.flatMap((id) => sets.input.references[id] ?? []),
  )
  const there = soughtRows(
    [...new Set<Register>(registers)],
    sought,
    sets.few ? values : undefined,
    sets.input.asOf,
  )
  const broken = rules.map(({ rule, test }, at) => ({ rule, bad: badOf(test, at, sought) }))
  return sql`select * from (select _line, ${masks(sets.scan, broken)} from (${candidates}) as here
    left join ${there} as there on here.value = there.value) where ${anyBit(sets.scan, () => true)}`
}

/** The rows that give `field`, with what each rule on it needs; what other rules need is left open. */
function candidatesOf({ scan, input, rows }: Sets, field: string, rules: LookupRule[]): Relation {
  const columns = rules.flatMap((each, at) => {
    const { test } = each
    const own = lookedUp(each) === field
    const used = [field, test.field, ...test.when.map((condition) => condition.field)]
    const day = lookupOf(test).day?.(test, input.asOf)
    const meant = own
      ? sql`(${meets(test.when, input.asOf)} and not ${wrong(scan, used)}${day ? sql` and ${day} is not null` : sql``})`
      : sql`false`
    const columns = [sql`${meant} as ${sql.id(`meant${at}`)}`]
    return day ? [...columns, sql`${own ? day : sql`null::date`} as ${sql.id(`day${at}`)}`] : columns
  })
  const any = sql.join(
    rules.map((_, at) => sql`${sql.id(`meant${at}`)}`),
    sql` or `,
  )
  return sql`select * from (select _line, ${sql.id(field)}::varchar as value, ${sql.join(columns)} from ${rows}
    where ${given([field])} and _op is distinct from 'D') where ${any}`
}

function badOf(test: LookupTest, at: number, sought: Sought[]): Expression {
  const answer = { there: found(sought, test), day: sql`${sql.id(`day${at}`)}` }
  return sql`(${sql.id(`meant${at}`)} and coalesce(${lookupOf(test).bad(test, answer)}, false))`
}
