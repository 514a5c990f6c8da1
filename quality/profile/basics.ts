import { sql } from 'kysely'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { values } from '../../warehouse/engine/values.ts'
import { hasKind, writtenDay } from './kinds.ts'
import type { ProfileLimits, ValueKind } from './model.ts'
import { classesOf } from './patterns.ts'

/** Counts that need nothing but the distinct values of a field. */
export interface Basics {
  nulls: number
  blanks: number
  filled: number
  distinct: number
  once: number
  min: string | null
  max: string | null
  shortest: number | null
  longest: number | null
  characters: number
}

const none: Basics = {
  ...{ nulls: 0, blanks: 0, filled: 0, distinct: 0, once: 0, characters: 0 },
  ...{ min: null, max: null, shortest: null, longest: null },
}

/** By the place of each field. */
export async function basicsOf(session: Session, values: Relation, fields: number): Promise<Basics[]> {
  const rows = await session.rows<Basics & { field: number }>(sql`select field::integer as field,
      coalesce(sum(n) filter (value is null), 0)::double as nulls,
      coalesce(sum(n) filter (value is not null and not filled), 0)::double as blanks,
      coalesce(sum(n) filter (filled), 0)::double as filled,
      (count(*) filter (filled))::double as distinct, (count(*) filter (filled and n = 1))::double as once,
      min(value) filter (filled) as min, max(value) filter (filled) as max,
      (min(length(value)) filter (filled))::double as shortest, (max(length(value)) filter (filled))::double as longest,
      coalesce(sum(length(value) * n) filter (filled), 0)::double as characters
    from ${values} group by field`)
  const found = new Map(rows.map(({ field, ...basics }) => [field, basics]))
  return Array.from({ length: fields }, (_, field) => found.get(field) ?? none)
}

/** A field of which the forms of values are counted, from every `step`th hash of a value. */
interface Sampling {
  field: number
  step: number
}

/** Fields that have values; those with more distinct ones than counted exactly are sampled by the value's hash. */
export function samplingOf(basics: Basics[], limits: ProfileLimits): Sampling[] {
  return basics.flatMap(({ distinct }, field) =>
    distinct === 0 ? [] : [{ field, step: Math.max(1, Math.ceil(distinct / limits.exact)) }],
  )
}

/** Filled values of the sample: `field, value, n`. */
function sampled(filled: Relation, samplings: Sampling[]): Relation {
  const steps = values({ field: 'INTEGER', step: 'UBIGINT' }, samplings)
  return sql`(select v.field, value, n from ${filled} as v join ${steps} as s on v.field = s.field
    where filled and (step = 1 or hash(value) % step = 0))`
}

export type Forms = { rows: number } & Record<Exclude<ValueKind, 'text'>, number>
const kinds = ['date', 'datetime', 'identity', 'phone', 'integer', 'decimal'] as const

/** Rows of the sample whose values have the form of each kind, by the place of the field. */
export async function formsOf(session: Session, values: Relation, samplings: Sampling[]) {
  if (samplings.length === 0) return new Map<number, Forms>()
  const counts = kinds.map(
    (kind) =>
      sql`coalesce(sum(n) filter (${hasKind(kind, sql`value`, sql`day`)}), 0)::double as ${sql.id(kind)}`,
  )
  const rows = await session.rows<Forms & { field: number }>(
    sql`select field::integer as field, sum(n)::double as rows, ${sql.join(counts)}
      from (select *, ${writtenDay(sql`value`)} as day from ${sampled(values, samplings)}) group by field`,
  )
  return new Map(rows.map(({ field, ...forms }) => [field, forms]))
}

export interface Classes {
  field: number
  classes: string
  rows: number
}

/** The most frequent patterns of the sample, as classes; the more frequent first, then in their order. */
export async function patternsOf(
  session: Session,
  values: Relation,
  samplings: Sampling[],
  top: number,
): Promise<Classes[]> {
  if (samplings.length === 0) return []
  return await session.rows<Classes>(sql`select field::integer as field, classes, rows::double as rows
    from (select field, classes, sum(n) as rows from (
        select field, n, ${classesOf(sql`value`)} as classes from ${sampled(values, samplings)})
      group by field, classes)
    qualify row_number() over (partition by field order by rows desc, classes) <= ${sql.lit(top)}
    order by field, rows desc, classes`)
}
