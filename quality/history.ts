import { sql } from 'kysely'
import { dayOf } from '../core/day.ts'
import type { Expression, Relation } from '../warehouse/engine/relation.ts'
import { values } from '../warehouse/engine/values.ts'
import type { RuleInstance } from './rules/instance.ts'
import { bitsOf, judgedOnDelete, maskColumn, type Scan, words } from './scan.ts'
import type { Tally } from './tally.ts'

/** What the history says of an extract besides its counts. */
export interface HistoryFacts {
  /** Digest of all the rules that judged the extract. */
  ruleset: string
  /** YYYY-MM, see `periodOf`. */
  period?: string | undefined
  mode?: 'full' | 'delta' | undefined
  /** Version of each rule by its id; 1 where it names none. */
  versions?: Map<string, number> | undefined
}

/** The month of an instant in China, YYYY-MM: the period of an extract that speaks of it. */
export function periodOf(asOf: Date | undefined): string | undefined {
  return asOf && dayOf(asOf).slice(0, 7)
}

/** quality/history's shape: checked and failed rows by rule and league or city. To be read while the tally is there. */
export function historyOf(scan: Scan, tally: Tally, rules: RuleInstance[], facts: HistoryFacts): Relation {
  const { id: dataset, providingDepartment: department } = scan.dataset
  const text = (value: string | undefined) => sql`${sql.lit(value ?? null)}::varchar`
  const told = {
    dataset: text(dataset),
    _extract: sql`cities.extract::integer`,
    department: text(department),
    division: sql`cities.city`,
    ...Object.fromEntries(WORDS.map((name) => [name, sql`rules.${sql.id(name)}`])),
    checked: sql`(case when rules.on_delete then cities.rows else coalesce(cities.live, 0) end)::bigint`,
    failed: sql`coalesce(failures.rows, 0)::bigint`,
    version: sql`rules.version`,
    ruleset: text(facts.ruleset),
    period: text(facts.period),
    mode: text(facts.mode),
  }
  const columns = Object.entries(told).map(([name, value]) => sql`${value} as ${sql.id(name)}`)
  return sql`(with rules as materialized (select * from ${ruleRows(scan, rules, facts.versions)}),
    cities as (select extract, city, sum(rows) as rows, sum(rows) filter (not ended) as live from ${tally.counts} group by all),
    failures as (select extract, city, place, sum(rows) as rows from ${tally.counts} join rules on ${breaks(scan)} group by all)
    select ${sql.join(columns)} from cities cross join rules left join failures
      on cities.extract is not distinct from failures.extract and cities.city is not distinct from failures.city
        and rules.place = failures.place
    order by cities.extract, cities.city nulls first, rules.place)`
}

const WORDS = ['rule', 'field', 'code', 'severity', 'dimension', 'indicator'] as const

/** The rules as rows: their place, what is said of each, its version, its bits. */
function ruleRows(scan: Scan, rules: RuleInstance[], versions: HistoryFacts['versions']): Relation {
  const bits = words(scan)
  const columns = {
    place: 'INTEGER',
    ...Object.fromEntries(WORDS.map((name) => [name, 'VARCHAR'])),
    version: 'INTEGER',
    on_delete: 'BOOLEAN',
    ...Object.fromEntries(bits.map((word) => [bitColumn(word), 'BIGINT'])),
  }
  const rows = rules.map((rule, place) => ({
    place,
    rule: rule.id,
    field: rule.field,
    code: rule.code,
    severity: rule.severity,
    dimension: rule.dimension,
    indicator: rule.indicator,
    version: versions?.get(rule.id) ?? 1,
    on_delete: judgedOnDelete(scan.dataset, rule),
    ...Object.fromEntries(bits.map((word) => [bitColumn(word), bitsOf(scan, word, (each) => each === rule)])),
  }))
  return values<string>(columns, rows)
}

const bitColumn = (word: number): string => `bit${word}`

/** True of a mask that has the bit of a rule. */
function breaks(scan: Scan): Expression {
  return sql.join(
    words(scan).map((word) => sql`(${maskColumn(word)} & ${sql.id(bitColumn(word))}) <> 0`),
    sql` or `,
  )
}
