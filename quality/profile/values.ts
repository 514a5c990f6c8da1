import { sql } from 'kysely'
import { BLANKS } from '../../core/blanks.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { TemporaryTables } from '../../warehouse/engine/temporary.ts'
import type { ProfiledField, ProfileInput } from './model.ts'

/** Columns that one statement groups by: DuckDB numbers grouping sets in 64 bits. */
const AT_ONCE = 50

/** The distinct values of every field with their rows, made by the one scan. Spills; good until `dispose`. */
export interface ValueCounts {
  /** `field` (its place), `value` (text, NULL too), `n`, `filled` (something but blanks). */
  values: Relation
  /** `shape`, `n`: for each field 1 or 0 (NULL), then for each pair of dates the order: `<`, `=`, `>` or `-`. */
  shapes: Relation
  /** `n`: rows of each record of each extract; undefined without an identity. */
  records: Relation | undefined
  dispose(): Promise<void>
}

/**
 * Groups by every field at the same time: each column is read once, whatever is asked of it later. What is counted
 * is exact; memory is bounded, since hash tables that outgrow it go to disk.
 */
export async function countValues(session: Session, input: ProfileInput): Promise<ValueCounts> {
  const tables = new TemporaryTables(session, 'profile')
  const dispose = () => tables.drop()
  try {
    const parts: Relation[] = []
    for (let first = 0; first < Math.max(input.fields.length, 1); first += AT_ONCE)
      parts.push(
        await tables.create('values', grouped(input, input.fields.slice(first, first + AT_ONCE), first)),
      )
    const all = sql`(${sql.join(
      parts.map((part) => sql`select * from ${part}`),
      sql` union all `,
    )})`
    return {
      values: sql`(select field, value, n, filled from ${all} where field >= 0)`,
      shapes: sql`(select value as shape, n from ${all} where field = ${sql.lit(SHAPE)})`,
      records:
        input.identity.length === 0
          ? undefined
          : sql`(select n from ${all} where field = ${sql.lit(RECORD)})`,
      dispose,
    }
  } catch (error) {
    await dispose()
    throw error
  }
}

const SHAPE = -1
const RECORD = -2

/** Rows `field, value, n` of these fields; with the first of them, those of shapes and records. */
function grouped(input: ProfileInput, fields: ProfiledField[], first: number): Relation {
  const columns = fields.map((field, at) => ({ place: first + at, name: `c${at}`, value: textOf(field) }))
  if (first === 0) columns.push({ place: SHAPE, name: 'shape', value: shapeOf(input) })
  if (first === 0 && input.identity.length > 0)
    columns.push({ place: RECORD, name: 'record', value: recordOf(input.identity) })
  const names = columns.map(({ name }) => sql.id(name))
  const read = columns.map(({ name, value }) => sql`${value} as ${sql.id(name)}`)
  const whole = 2 ** columns.length - 1
  const place = columns.map(
    (column, at) =>
      sql`when ${sql.lit(whole - 2 ** (columns.length - 1 - at))} then ${sql.lit(column.place)}`,
  )
  return sql`select *, coalesce(${filled}, false) as filled from (
    select case grouping_id(${sql.join(names)}) ${sql.join(place, sql` `)} end as field,
      coalesce(${sql.join(names)}) as value, count(*) as n
    from (select ${sql.join(read)} from ${input.rows})
    group by grouping sets (${sql.join(names.map((name) => sql`(${name})`))}))`
}

/** True of a value that is not blank; `trim` with a list of characters is slow, and hardly any value needs it. */
const filled = sql`case when (value >= '!' and value < chr(127)) or (value >= '㐀' and value < 'ꀀ') then true
  else trim(value, ${sql.lit(BLANKS)}) <> '' end`

/** A value as text; of a geometry its size, since no two are the same. */
function textOf({ id, type }: ProfiledField): Expression {
  return type === 'geometry'
    ? sql`case when ${sql.id(id)} is not null then strlen(${sql.id(id)}::varchar)::varchar end`
    : sql`${sql.id(id)}::varchar`
}

function shapeOf({ fields, datePairs = [] }: ProfileInput): Expression {
  const given = fields.map(({ id }) => sql`case when ${sql.id(id)} is null then '0' else '1' end`)
  const orders = datePairs.map(
    ([earlier, later]) => sql`case when ${sql.id(later)} < ${sql.id(earlier)} then '<'
      when ${sql.id(later)} = ${sql.id(earlier)} then '=' when ${sql.id(later)} > ${sql.id(earlier)} then '>' else '-' end`,
  )
  return sql`concat(${sql.join([sql`''`, ...given, ...orders])})`
}

/** The record's identity as text that no other identity has; NULL where a part is missing. */
function recordOf(identity: string[]): Expression {
  const parts = identity.map((id) => sql`strlen(${sql.id(id)}::varchar) || ':' || ${sql.id(id)}::varchar`)
  return sql`${sql.join([sql`_extract::varchar`, ...parts], sql` || ':' || `)}`
}
