import { type RawBuilder, sql } from 'kysely'
import type { RowCondition } from '../../catalog/rule.ts'
import { helper } from '../normalise/level.ts'
import { isOneOf } from '../normalise/members.ts'
import type { Comparison } from '../rules/test.ts'
import { all, any } from './matching.ts'

/** The later day lies before the earlier one. A missing day is no violation. */
export function dateOrderBad(later: string, earlier: string): RawBuilder<unknown> {
  return sql`${sql.id(later)} < ${sql.id(earlier)}`
}

/** The birth date is not that of the identity number. Not judged when either cannot be read. */
export function birthDateBad(field: string, id: string): RawBuilder<unknown> {
  return sql`${sql.id(field)} <> ${helper(id, 'born')}`
}

/** Male with an even, or female with an odd 17th digit. Sexes 0 and 9 agree with every number. */
export function sexBad(field: string, id: string): RawBuilder<unknown> {
  const odd = sql`${helper(id, 'n')} % 2 = 1`
  return sql`case ${sql.id(field)} when '1' then not (${odd}) when '2' then ${odd} else false end`
}

/** The two values do not stand in the relation. Not judged when either cannot be read. */
export function compareBad(
  field: string,
  { as, operator, other }: { as: Comparison; operator: string; other: string },
): RawBuilder<unknown> {
  const value = (id: string) =>
    as === 'number'
      ? sql`${sql.id(id)}::decimal(38, 4)`
      : as === 'text'
        ? helper(id, 'text')
        : sql`${sql.id(id)}`
  return sql`not (${value(field)} ${sql.raw(operators[operator] ?? '=')} ${value(other)})`
}

/** The operators of `compare`, each as SQL writes it: nothing else is put into the statement. */
const operators: Record<string, string> = { '<': '<', '<=': '<=', '=': '=', '<>': '<>', '>=': '>=', '>': '>' }

/** Nothing was received though the other field says that something must be. */
export function requiredWhenBad(field: string, when: RowCondition): RawBuilder<unknown> {
  return sql`${helper(field, 'text')} is null and ${holds(when)}`
}

/** Something was received though the other field says that nothing may be. */
export function forbiddenWhenBad(field: string, when: RowCondition): RawBuilder<unknown> {
  return sql`${helper(field, 'text')} is not null and ${holds(when)}`
}

function holds(when: RowCondition): RawBuilder<unknown> {
  const text = helper(when.field, 'text')
  if ('oneOf' in when) return isOneOf(text, when.oneOf)
  if ('noneOf' in when) return sql`not ${isOneOf(text, when.noneOf)}`
  return when.given ? sql`${text} is not null` : sql`${text} is null`
}

/** More than one of the fields was received. */
export function exclusiveBad(fields: readonly string[]): RawBuilder<unknown> {
  const given = fields.map((field) => sql`(case when ${helper(field, 'text')} is not null then 1 else 0 end)`)
  return sql`${sql.join(given, sql` + `)} > 1`
}

/** The total is not the sum of those parts that were received. Not judged without any, or with one that cannot be read. */
export function sumBad(field: string, parts: readonly string[], tolerance: number): RawBuilder<unknown> {
  const values = parts.map((part) => sql`coalesce(${sql.id(part)}::decimal(38, 4), 0)`)
  const read = parts.map((part) => sql`(${sql.id(part)} is not null or ${helper(part, 'text')} is null)`)
  const some = parts.map((part) => sql`${sql.id(part)} is not null`)
  return sql`${any(some)} and ${all(read)}
    and abs(${sql.id(field)}::decimal(38, 4) - (${sql.join(values, sql` + `)})) > ${sql.lit(tolerance)}`
}
