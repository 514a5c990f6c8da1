import { sql } from 'kysely'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import type { Counted, ProfileInput, ProfileLimits } from './model.ts'

/** The most frequent values of each field, the more frequent first, then in their order. */
export async function topsOf(
  session: Session,
  values: Relation,
  { fields }: ProfileInput,
  limits: ProfileLimits,
): Promise<Map<number, Counted[]>> {
  const found = new Map<number, Counted[]>()
  const clear = fields.flatMap(({ show }, at) => (show === undefined ? [at] : []))
  for (const [field, counted] of await mostFrequent(session, within(values, clear), limits.top))
    found.set(field, counted)
  for (const [at, { show }] of fields.entries()) {
    if (!show) continue
    const masked = sql`(select field, ${show(sql`value`)}::varchar as value, sum(n) as n from ${within(values, [at])}
      group by all having sum(n) >= ${sql.lit(limits.least)})`
    for (const [field, counted] of await mostFrequent(session, masked, limits.top)) found.set(field, counted)
  }
  return found
}

function within(values: Relation, fields: number[]): Relation {
  const wanted = sql.join([-9, ...fields].map((field) => sql.lit(field)))
  return sql`(select field, value, n from ${values} where field in (${wanted}) and filled)`
}

/**
 * The few most frequent values without sorting the many: first how often the last of them occurs, then those above
 * it, then as many of those at it as are missing.
 */
async function mostFrequent(
  session: Session,
  values: Relation,
  top: number,
): Promise<Map<number, Counted[]>> {
  const rows = await session.rows<Counted & { field: number }>(sql`
    with counted as materialized (select * from ${values}),
      least as materialized (select field, list_min(max(n, ${sql.lit(top)})) as n from counted group by field)
    select field::integer as field, value, count::double as count from (
      select v.field, v.value, v.n as count from counted as v join least using (field) where v.n > least.n
      union all
      select field, unnest(min(v.value, ${sql.lit(top)})) as value, any_value(v.n) as count
      from counted as v join least using (field, n) group by field)
    order by field, count desc, value`)
  const found = new Map<number, Counted[]>()
  for (const { field, ...counted } of rows) {
    const list = found.get(field) ?? []
    if (list.length < top) found.set(field, [...list, counted])
  }
  return found
}
