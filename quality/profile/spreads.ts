import { sql } from 'kysely'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { numberOf, writtenDay } from './kinds.ts'
import type { Bin, FieldProfile } from './model.ts'

/** Quantiles that are told of numbers, in percent. */
export const QUANTILES = [1, 5, 25, 50, 75, 95, 99]

const of = (values: Relation, field: number) =>
  sql`(select value, n from ${values} where field = ${sql.lit(field)} and filled)`

/** Nearest-rank quantiles and equal bins of the numbers among a field's values; null where there are none. */
export async function numbersOf(
  session: Session,
  values: Relation,
  field: number,
  bins: number,
): Promise<FieldProfile['numbers']> {
  const numbers = sql`(select v, sum(n) as n from (select ${numberOf(sql`value`)} as v, n from ${of(values, field)})
    where v is not null group by v)`
  const quantiles = QUANTILES.map(
    (each) =>
      sql`(min(v) filter (running * 100 >= total * ${sql.lit(each)}))::varchar as ${sql.id(`p${each}`)}`,
  )
  const [found] = await session.rows<Record<string, string | null>>(sql`
    select ${sql.join(quantiles)}, min(v)::varchar as lowest, max(v)::varchar as highest from (
      select v, sum(n) over (order by v rows unbounded preceding) as running, sum(n) over () as total from ${numbers})`)
  if (!found || found.lowest === null) return null
  const [low, high] = [Number(found.lowest), Number(found.highest)]
  const width = (high - low) / bins
  const place =
    width === 0 ? sql`0` : sql`least(${sql.lit(bins - 1)}, floor((v - ${sql.lit(low)}) / ${sql.lit(width)}))`
  const counts = await countsBy(session, sql`select ${place}::integer::varchar as name, n from ${numbers}`)
  return {
    quantiles: Object.fromEntries(QUANTILES.map((each) => [`p${each}`, Number(found[`p${each}`]) + 0])),
    bins: Array.from({ length: width === 0 ? 1 : bins }, (_, at) => ({
      from: String(low + width * at),
      count: counts.get(String(at)) ?? 0,
    })),
  }
}

/** Most years that dates are told in; where they span fewer than three, months. */
const MOST_BINS = 120

/** Rows per year, or per month where the dates span few years; null where no value is a date. */
export async function datesOf(session: Session, values: Relation, field: number): Promise<Bin[] | null> {
  const days = sql`(select ${writtenDay(sql`value`)} as day, n from ${of(values, field)})`
  const months = await countsBy(
    session,
    sql`select strftime(day, '%Y-%m') as name, n from ${days} where day is not null`,
  )
  if (months.size === 0) return null
  const names = [...months.keys()].sort()
  const years = new Set(names.map((name) => name.slice(0, 4)))
  const shown = years.size < 3 ? months : byYear(months)
  return [...shown]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(-MOST_BINS)
    .map(([from, count]) => ({ from, count }))
}

function byYear(months: Map<string, number>): Map<string, number> {
  const years = new Map<string, number>()
  for (const [month, count] of months) {
    const year = month.slice(0, 4)
    years.set(year, (years.get(year) ?? 0) + count)
  }
  return years
}

/** Rows by the length of their value: each length, or equal bins where there are many. */
export async function lengthsOf(
  session: Session,
  values: Relation,
  field: number,
  { shortest, longest, bins }: { shortest: number; longest: number; bins: number },
): Promise<Bin[]> {
  const width = Math.max(1, Math.ceil((longest - shortest + 1) / bins))
  const place = sql`floor((length(value) - ${sql.lit(shortest)}) / ${sql.lit(width)})::integer::varchar`
  const counts = await countsBy(session, sql`select ${place} as name, n from ${of(values, field)}`)
  return Array.from({ length: Math.floor((longest - shortest) / width) + 1 }, (_, at) => ({
    from: String(shortest + width * at),
    count: counts.get(String(at)) ?? 0,
  }))
}

async function countsBy(session: Session, named: Relation): Promise<Map<string, number>> {
  const rows = await session.rows<{ name: string; count: number }>(
    sql`select name, sum(n)::double as count from (${named}) group by name order by name`,
  )
  return new Map(rows.map(({ name, count }) => [name, count]))
}
