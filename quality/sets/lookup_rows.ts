import { sql } from 'kysely'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import { lookupOf } from '../rules/kinds/lookups.ts'
import { meets } from './condition.ts'
import { groupBy } from './group_by.ts'
import type { Register } from './input.ts'
import type { LookupTest, Sought } from './tests.ts'

const soughtBy = (test: LookupTest): Sought => lookupOf(test).sought(test)

const idOf = (sought: Sought): string => JSON.stringify(sought)

/** What the rules want to know, each once. */
export function soughtOf(rules: { test: LookupTest }[]): Sought[] {
  return [...new Map(rules.map(({ test }) => [idOf(soughtBy(test)), soughtBy(test)])).values()]
}

/** The column of `soughtRows` that answers a rule. */
export function found(sought: Sought[], test: LookupTest): Expression {
  const at = sought.findIndex((each) => idOf(each) === idOf(soughtBy(test)))
  return sql`${sql.id(`found${at}`)}`
}

/**
 * One row per value that is looked up and found, with a column per thing sought. Every register is read once.
 * @param values those that are looked up; undefined: of all rows
 */
export function soughtRows(
  registers: Register[],
  sought: Sought[],
  values: Relation | undefined,
  asOf: Date | undefined,
): Relation {
  const rows = registers.flatMap((register) => {
    const asked = sought.map((each) => (each.datasets.includes(register.dataset.id) ? each : undefined))
    const byField = groupBy(
      asked.flatMap((each) => each ?? []),
      (each) => each.by ?? register.dataset.key,
    )
    return [...byField].map(([by, here]) => rowsOf(register, by, sought, here, values, asOf))
  })
  const folded = sought.map(
    (each, at) => sql`${fold(each.what)}(${sql.id(`found${at}`)}) as ${sql.id(`found${at}`)}`,
  )
  const [only] = rows
  if (only && rows.length === 1 && registers.every((each) => isKeyed(each, sought))) return sql`(${only})`
  return sql`(select value, ${sql.join(folded)} from (${sql.join(rows, sql` union all `)}) group by value)`
}

/** True where a value has one row at most: a register of one record a key, looked up by it. */
function isKeyed({ dataset }: Register, sought: Sought[]): boolean {
  return dataset.recordKey.length === 0 && sought.every(({ by }) => by === undefined || by === dataset.key)
}

function rowsOf(
  register: Register,
  by: string,
  sought: Sought[],
  here: Sought[],
  values: Relation | undefined,
  asOf: Date | undefined,
): Relation {
  const columns = here.flatMap((each) => [
    ...(each.date ? [each.date] : []),
    ...each.when.map(({ field }) => field),
  ])
  const answers = sought.map((each, at) => {
    const answer = here.includes(each) ? answerOf(each, asOf) : unknown(each)
    return sql`${answer} as ${sql.id(`found${at}`)}`
  })
  const rows = register.live([...new Set([by, ...columns])], values && { columns: [by], values })
  return sql`select ${sql.id(by)}::varchar as value, ${sql.join(answers)} from ${rows}`
}

function answerOf(sought: Sought, asOf: Date | undefined): Expression {
  if (sought.what === 'exists') return sql`true`
  if (sought.what === 'meets') return meets(sought.when, asOf)
  return sql`case when ${meets(sought.when, asOf)} then ${sql.id(sought.date ?? '')}::date end`
}

const unknown = ({ what }: Sought): Expression =>
  what === 'exists' || what === 'meets' ? sql`null::boolean` : sql`null::date`

function fold(what: Sought['what']): Expression {
  if (what === 'first') return sql`min`
  return what === 'last' ? sql`max` : sql`bool_or`
}
