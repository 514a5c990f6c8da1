import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { typeOf } from '../normalise/fields.ts'
import type { Counts } from './statistics.ts'

/**
 * What is counted of an extract. `rows`: accepted rows; `null`: empty values of a field; `code`: rows by value;
 * `number`: rows by value, rounded to two digits; `unreadable`: values that are not of the field's type; `city`: rows
 * by league or city; `newest`: its newest event time in seconds since 1970.
 */
export type Counted = 'rows' | 'null' | 'code' | 'number' | 'unreadable' | 'city' | 'newest'

export interface ProfileRow {
  field: string | null
  what: Counted
  value: string | null
  count: number
}
export type Profile = ProfileRow[]

/** Values by count, of a field where one is named. */
export function countsOf(profile: Profile, what: Counted, field?: string): Counts {
  const rows = profile.filter((each) => each.what === what && (field === undefined || each.field === field))
  return new Map(rows.map(({ value, count }) => [value ?? '', count]))
}

/** The single count of a kind; 0 where there is none. */
export function countOf(profile: Profile, what: Counted, field?: string): number {
  return countsOf(profile, what, field).get('') ?? 0
}

/**
 * Counts the accepted rows of an extract: how many, and per field its empty values and, of codes and numbers, how
 * they are distributed. Two aggregations over the columns in question, exact, so that the same rows give the same
 * profile; memory is bounded by the number of distinct codes.
 * @param accepted std's columns
 */
export async function profileOf(
  session: Session,
  catalogue: Catalogue,
  dataset: Dataset,
  accepted: Expression,
): Promise<Profile> {
  const stated = sql`${accepted} as rows where _op is distinct from 'D'`
  const fields = dataset.fields.filter(
    ({ id }) => id !== dataset.key && typeOf(catalogue, dataset, id) !== 'geometry',
  )
  const columns = fields.flatMap(({ id }, at) => {
    const type = typeOf(catalogue, dataset, id)
    const nulls = sql`(count(*) filter (${sql.id(id)} is null))::double as ${sql.id(`n${at}`)}`
    const counted = counts(type, sql`${sql.id(id)}`)
    return counted ? [nulls, sql`to_json(histogram(${counted}))::varchar as ${sql.id(`h${at}`)}`] : [nulls]
  })
  const [row] = await session.rows<Record<string, number | string | null>>(
    sql`select ${sql.join([sql`count(*)::double as rows`, ...columns])} from ${stated}`,
  )
  const profile: Profile = [{ field: null, what: 'rows', value: null, count: Number(row?.rows ?? 0) }]
  fields.forEach(({ id }, at) => {
    profile.push({ field: id, what: 'null', value: null, count: Number(row?.[`n${at}`] ?? 0) })
    const what = typeOf(catalogue, dataset, id) === 'code' ? 'code' : 'number'
    const counted = JSON.parse(String(row?.[`h${at}`] ?? '{}')) as Record<string, number> | null
    for (const [value, count] of Object.entries(counted ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)))
      profile.push({ field: id, what, value, count: Number(count) })
  })
  return [...profile, ...(await citiesOf(session, catalogue, dataset, stated))]
}

/** What of a field is counted by value: its code, or its number rounded to two digits. */
function counts(type: string, value: Expression): Expression | undefined {
  if (type === 'code') return sql`${value}::varchar`
  if (type !== 'integer' && type !== 'decimal') return undefined
  const unit = sql`pow(10, floor(log10(abs(${value}::double))) - 1)`
  return sql`case when ${value} is null then null when ${value} = 0 then '0'
    else printf('%.6g', round(${value}::double / ${unit}) * ${unit}) end`
}

async function citiesOf(
  session: Session,
  catalogue: Catalogue,
  dataset: Dataset,
  stated: Expression,
): Promise<Profile> {
  const field = dataset.fields.find(({ id }) => typeOf(catalogue, dataset, id) === 'division')
  if (!field) return []
  const division = sql`${sql.id(field.id)}`
  const rows = await session.rows<{ city: string; rows: number; newest: number | null }>(
    sql`select left(${division}, 4) || '00' as city, count(*)::double as rows,
      floor(epoch(max(${sql.id(dataset.eventTime)})))::double as newest
      from ${stated} and ${division} is not null and ${division} <> '150000' group by 1 order by 1`,
  )
  return rows.flatMap(({ city, rows: count, newest }) => [
    { field: field.id, what: 'city' as const, value: city, count },
    ...(newest === null
      ? []
      : [{ field: dataset.eventTime, what: 'newest' as const, value: city, count: newest }]),
  ])
}
