import { sql } from 'kysely'
import { z } from 'zod'
import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
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
 * Counts the accepted rows of extracts: how many, and per field its empty values and, of codes and numbers, how
 * they are distributed. Two aggregations over the columns in question, exact, so that the same rows give the same
 * profile; memory is bounded by the number of distinct codes.
 * @param accepted std's columns
 * @param extracts their numbers
 */
export async function profilesOf(
  session: Session,
  catalogue: Catalogue,
  dataset: Dataset,
  accepted: Relation,
  extracts: number[],
): Promise<Map<number, Profile>> {
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
  const counted = sql`(select _extract::integer as extract, ${sql.join([sql`count(*)::double as rows`, ...columns])}
    from ${stated} group by 1)`
  const cities = citiesOf(catalogue, dataset, stated)
  const rows = await session.rows<CountedRow>(
    cities ? sql`from ${counted} left join ${cities} using (extract)` : sql`from ${counted}`,
  )
  return new Map(
    extracts.map((seq) => {
      const row = rows.find(({ extract }) => Number(extract) === seq)
      return [seq, profileOf(catalogue, dataset, fields, row)]
    }),
  )
}

/** What was counted of one extract. */
type CountedRow = Record<string, number | string | null>

function profileOf(
  catalogue: Catalogue,
  dataset: Dataset,
  fields: Dataset['fields'],
  row: CountedRow | undefined,
): Profile {
  const profile: Profile = [{ field: null, what: 'rows', value: null, count: Number(row?.rows ?? 0) }]
  fields.forEach(({ id }, at) => {
    profile.push({ field: id, what: 'null', value: null, count: Number(row?.[`n${at}`] ?? 0) })
    const what = typeOf(catalogue, dataset, id) === 'code' ? 'code' : 'number'
    const counted = JSON.parse(String(row?.[`h${at}`] ?? '{}')) as Record<string, number> | null
    for (const [value, count] of Object.entries(counted ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)))
      profile.push({ field: id, what, value, count: Number(count) })
  })
  return [...profile, ...cityProfile(catalogue, dataset, String(row?.cities ?? '[]'))]
}

/** What of a field is counted by value: its code, or its number rounded to two digits. */
function counts(type: string, value: Expression): Expression | undefined {
  if (type === 'code') return sql`${value}::varchar`
  if (type !== 'integer' && type !== 'decimal') return undefined
  const unit = sql`pow(10, floor(log10(abs(${value}::double))) - 1)`
  return sql`case when ${value} is null then null when ${value} = 0 then '0'
    else printf('%.6g', round(${value}::double / ${unit}) * ${unit}) end`
}

/** Rows `extract, cities`: of each league or city of an extract its rows and newest event, as JSON; none without a division. */
function citiesOf(catalogue: Catalogue, dataset: Dataset, stated: Relation): Relation | undefined {
  const field = divisionOf(catalogue, dataset)
  if (!field) return undefined
  const division = sql`${sql.id(field)}`
  return sql`(select extract, to_json(list({'city': city, 'rows': rows, 'newest': newest} order by city))::varchar as cities
    from (select _extract::integer as extract, left(${division}, 4) || '00' as city, count(*)::double as rows,
      floor(epoch(max(${sql.id(dataset.eventTime)})))::double as newest
      from ${stated} and ${division} is not null and ${division} <> '150000' group by 1, 2) group by 1)`
}

function cityProfile(catalogue: Catalogue, dataset: Dataset, cities: string): Profile {
  const field = divisionOf(catalogue, dataset) ?? null
  return citiesSchema
    .parse(JSON.parse(cities))
    .flatMap(({ city, rows, newest }) => [
      { field, what: 'city' as const, value: city, count: rows },
      ...(newest === null
        ? []
        : [{ field: dataset.eventTime, what: 'newest' as const, value: city, count: newest }]),
    ])
}

const citiesSchema = z.array(z.object({ city: z.string(), rows: z.number(), newest: z.number().nullable() }))

const divisionOf = (catalogue: Catalogue, dataset: Dataset): string | undefined =>
  dataset.fields.find(({ id }) => typeOf(catalogue, dataset, id) === 'division')?.id
