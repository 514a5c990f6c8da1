import { sql } from 'kysely'
import { listsTogether } from '../engine/functions.ts'
import type { Expression, Relation } from '../engine/relation.ts'
import type { Attribute, FieldRef, Resolution, Source } from './model.ts'
import { joined, present } from './winners.ts'

type Condition = Expression<boolean>

/** The columns of the base table, without `bucket`, from joined records with their column `disputed`. */
export function goldenColumns(resolution: Resolution, asOf?: Date): Relation {
  const key = sql.id(resolution.foundation.key)
  return sql.join([
    key,
    ...[...resolution.attributes, ...resolution.measures].map(
      (attribute) => sql`${elementValue(resolution, attribute)} as ${sql.id(attribute.column)}`,
    ),
    sql`${statusOf(resolution, asOf)} as record_status`,
    sql`${provisionalOf(resolution)} as provisional`,
    sql`disputed`,
    sql`${keyRepairOf(resolution)} as key_repair`,
    sql`${originOf(resolution)} as origin`,
  ])
}

/** True of the joined records whose element this source answers for and has a record of. */
export function answering(resolution: Resolution, source: Source): Condition {
  return and([...inScope(resolution, source.keyPrefixes), present(source.dataset), ...ofValue(source)])
}

/** The condition that a source's record is of the kind that it answers for. */
function ofValue({ dataset, when }: Source): Condition[] {
  if (!when) return []
  const values = sql.join(when.in.map((value) => sql.lit(value)))
  return [sql<boolean>`coalesce(${joined(dataset, when.field)} in (${values}), false)`]
}

/** Conditions that a key has one of the prefixes; none when every key does. */
export function inScope(resolution: Resolution, keyPrefixes: string[]): Condition[] {
  if (keyPrefixes.length === 0) return []
  const key = sql.id(resolution.foundation.key)
  const tests = keyPrefixes.map((prefix) => sql<boolean>`starts_with(${key}, ${sql.lit(prefix)})`)
  return [sql<boolean>`(${sql.join(tests, sql` or `)})`]
}

function and(conditions: Condition[]): Condition {
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`
}

/** The value of a field in joined records. */
export function at(ref: FieldRef): Expression {
  return joined(ref.dataset, ref.field)
}

function elementValue(resolution: Resolution, attribute: Attribute): Expression {
  const [only, ...others] = attribute.sources
  const whole = only && others.length === 0 && only.keyPrefixes.length === 0 && !only.when
  if (whole && attribute.fallbacks.length === 0) return at(only)
  const cases = attribute.sources.map(
    (source) => sql`when ${answering(resolution, source)} then ${at(source)}`,
  )
  const rest = standIn(attribute)
  return cases.length === 0 ? rest : sql`case ${sql.join(cases, sql` `)} else ${rest} end`
}

/** The first fallback's value there is. */
function standIn(attribute: Attribute): Expression {
  const none = sql`null::${sql.raw(attribute.type)}`
  return sql`coalesce(${sql.join([...attribute.fallbacks.map(at), none])})`
}

function provisionalOf(resolution: Resolution): Expression {
  const filled = resolution.attributes
    .filter((attribute) => attribute.fallbacks.length > 0)
    .map((attribute) => ({ column: attribute.column, when: isProvisional(resolution, attribute) }))
  if (filled.length === 0) return sql`null::varchar[]`
  const parts = filled.map(({ column, when }) => sql`case when ${when} then [${sql.lit(column)}] else [] end`)
  const list = parts.reduce((left, right) => listsTogether(left, right))
  const any = sql.join(
    filled.map(({ when }) => when),
    sql` or `,
  )
  return sql`case when ${any} then ${list} end::varchar[]`
}

function isProvisional(resolution: Resolution, attribute: Attribute): Condition {
  const unanswered = attribute.sources.map((source) => sql<boolean>`not ${answering(resolution, source)}`)
  return and([...unanswered, sql<boolean>`${standIn(attribute)} is not null`])
}

function statusOf(resolution: Resolution, asOf?: Date): Expression {
  const known = resolution.confirmers.map(({ dataset, keyPrefixes }) =>
    and([...inScope(resolution, keyPrefixes), present(dataset)]),
  )
  const expired = hasExpired(resolution, asOf).map((past) => sql`when ${past} then 'expired'`)
  return sql`case ${sql.join(expired, sql` `)} when ${sql.join(known, sql` or `)} then 'confirmed' else 'unconfirmed' end`
}

/** The condition that a record may no longer be shown; none where nothing expires. */
function hasExpired(resolution: Resolution, asOf?: Date): Condition[] {
  const until = resolution.attributes.find(({ column }) => column === resolution.foundation.shownUntil)
  if (!until || !asOf) return []
  const today = sql`timezone('Asia/Shanghai', ${sql.lit(asOf.toISOString())}::timestamptz)::date`
  return [sql<boolean>`coalesce(${elementValue(resolution, until)} < ${today}, false)`]
}

function keyRepairOf(resolution: Resolution): Expression {
  const cases = resolution.keyOrder.map(
    ({ dataset, keyPrefixes }) =>
      sql`when ${and([...inScope(resolution, keyPrefixes), present(dataset)])} then ${joined(dataset, '_repair')}`,
  )
  return sql`case ${sql.join(cases, sql` `)} end`
}

function originOf(resolution: Resolution): Expression {
  const members = resolution.datasets.map(
    (dataset) => sql`${sql.lit(dataset.id)}: case when ${present(dataset)} then {
      'extract': ${joined(dataset, '_extract')}, 'line': ${joined(dataset, '_line')},
      'observed': ${joined(dataset, '_observed')}} end`,
  )
  return sql`{${sql.join(members)}}`
}
