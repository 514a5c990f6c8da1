import { sql } from 'kysely'
import type { Condition } from '../../catalog/condition.ts'
import { dayOf } from '../../core/day.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'

/** The day of which an extract speaks, in China; undefined: no day has come yet. */
export function extractDay(asOf: Date | undefined): string | undefined {
  return asOf && dayOf(asOf)
}

/** The day as a DATE; NULL where it is not known. */
export function dayLiteral(asOf: Date | undefined): Expression {
  const day = extractDay(asOf)
  return day ? sql`date ${sql.lit(day)}` : sql`null::date`
}

/** SQL that is true (never NULL) of a row that meets all conditions. */
export function meets(conditions: Condition[], asOf: Date | undefined): Expression {
  const all = conditions.map((each) => sql`coalesce(${one(each, asOf)}, false)`)
  return all.length === 0 ? sql`true` : sql`(${sql.join(all, sql` and `)})`
}

function one(condition: Condition, asOf: Date | undefined): Expression {
  const value = sql`${sql.id(condition.field)}`
  const list = (values: string[]) => sql.join(values.map((each) => sql.lit(each)))
  if ('oneOf' in condition) return sql`${value}::varchar in (${list(condition.oneOf)})`
  if ('noneOf' in condition)
    return sql`(${value} is null or ${value}::varchar not in (${list(condition.noneOf)}))`
  if ('given' in condition) return condition.given ? sql`(${value} is not null)` : sql`(${value} is null)`
  return sql`(${value} is null or ${value}::date > ${dayLiteral(asOf)})`
}

/** True of a row whose `fields` are all given. */
export function given(fields: string[]): Expression {
  return sql`(${sql.join(
    fields.map((field) => sql`${sql.id(field)} is not null`),
    sql` and `,
  )})`
}
