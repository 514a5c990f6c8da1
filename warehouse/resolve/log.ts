import { sql } from 'kysely'
import { type Dataset, identityOf } from '../../catalog/dataset.ts'
import { matchOf } from '../engine/functions.ts'
import type { Expression, Relation } from '../engine/relation.ts'
import { values } from '../engine/values.ts'

/** When the department last changed the row: its event time as an instant; a bare date is midnight in Asia/Shanghai. */
export function observedOf(dataset: Dataset): Expression<Date> {
  const column = sql.id(dataset.eventTime)
  return sql<Date>`(case typeof(${column}) when 'DATE' then timezone('Asia/Shanghai', ${column}::timestamp)
    else ${column}::timestamptz end)`
}

/** What std/<dataset> holds, and what one extract brings to it. */
export interface LogInput {
  dataset: Dataset
  /** The extract's accepted rows: std's columns without `_from`, `_as_of` and `bucket`. */
  accepted: Relation
  asOf: Date
}

export interface DumpInput extends LogInput {
  /** The log of the extracts that were taken before the dump. */
  std: Relation
  seq: number
  /** Keys that the dump mentions in rows that were not accepted, in a column `key`: their records are not gone. */
  mentioned: Relation
}

/** The rows that a delta appends: each begins when the department says that it changed. */
export function deltaRows({ dataset, accepted, asOf }: LogInput): Relation {
  const taken = instant(asOf)
  return sql`(select *, coalesce(${observedOf(dataset)}, ${taken}) as _from, ${taken} as _as_of from ${accepted})`
}

/** The rows that several deltas append, each as by itself. @param extracts those whose rows are among `accepted` */
export function rowsOfDeltas(dataset: Dataset, accepted: Relation, extracts: Position[]): Relation {
  const taken = values(
    { _taken_extract: 'INTEGER', _taken: 'TIMESTAMPTZ' },
    extracts.map(({ seq, asOf }) => ({ _taken_extract: seq, _taken: asOf })),
  )
  return sql`(select stated.*, coalesce(${observedOf(dataset)}, _taken) as _from, _taken as _as_of
    from ${accepted} as stated join ${taken} as taken on stated._extract = _taken_extract)`
}

/**
 * The rows that a full dump appends: those that differ from the live state, and an end for each record that it no
 * longer has. What the department changed after the dump was taken stays; a bad row never ends a record. Where the
 * dump goes back to an older state, that state begins again when the dump was taken. In the order of the dump's lines.
 */
export function dumpRows(input: DumpInput): Relation {
  const { dataset, asOf } = input
  const identity = identityOf(dataset)
  const same = (a: string, b: string) =>
    sql.join(
      identity.map((field) => sql`${sql.id(a, field)} = ${sql.id(b, field)}`),
      sql` and `,
    )
  const decision = (side: string) => sql`coalesce(${matchOf(sql.id(side, '_repair'), 'decision:[0-9]+')}, '')`
  // A row whose key was decided by a person may be taken back: the same content under its own key is news.
  const content = (side: string) =>
    sql`row(${sql.join([...dataset.fields.map((field) => sql.id(side, field.id)), decision(side)])})`
  const taken = instant(asOf)
  const observed = sql`coalesce(${observedOf(dataset)}, ${taken})`
  return sql`(select * from (with last as materialized ${lastRows(dataset, input.std)},
    live as (select * from last where _op is distinct from 'D'),
    dump as (select *, ${observed} as _observed,
      row_number() over (partition by ${sql.join(identity.map((field) => sql.id(field)))} order by ${observed} desc nulls last, _line desc) as _place
      from ${input.accepted})
    select dump.* exclude (_observed, _place),
      case when last._from > dump._observed and last._from <= ${taken} then ${taken} else dump._observed end as _from,
      ${taken} as _as_of
    from dump left join last on ${same('dump', 'last')}
    where last._from is null or (dump._place = 1 and (last._op = 'D' or ${content('dump')} is distinct from ${content('last')}))
    union all by name
    select ${sql.lit(input.seq)}::integer as _extract, 0::bigint as _line, 'D' as _op,
      ${sql.join(identity.map((field) => sql.id('live', field)))}, ${taken} as _from, ${taken} as _as_of
    from live anti join dump on ${same('dump', 'live')}
    where live._from <= ${taken} and ${sql.id('live', dataset.key)} not in (select key from ${input.mentioned} where key is not null))
    order by _line, ${sql.join(identity.map((field) => sql.id(field)))})`
}

/** Live records of which a full dump has no accepted row, and which it may therefore end: std's columns. */
export function missingRows({
  dataset,
  accepted,
  asOf,
  std,
}: Omit<DumpInput, 'seq' | 'mentioned'>): Relation {
  const same = identityOf(dataset).map((field) => sql`${sql.id('live', field)} = ${sql.id('dump', field)}`)
  return sql`(select live.* from ${liveRows(dataset, std)} as live anti join ${accepted} as dump
    on ${sql.join(same, sql` and `)} where live._from <= ${instant(asOf)})`
}

/** The live state of every record: std's columns. */
export function liveRows(dataset: Dataset, std: Relation): Relation {
  return sql`(select * from ${lastRows(dataset, std)} where _op is distinct from 'D')`
}

/** The last state or end of every record: std's columns. */
function lastRows(dataset: Dataset, std: Relation): Relation {
  const identity = sql.join(identityOf(dataset).map((field) => sql.id(field)))
  return sql`(select * from ${unretracted(std)}
    qualify row_number() over (partition by ${identity} order by ${LATEST}) = 1)`
}

/** The order of one record's rows, the winner first: latest state, then the extract taken last, then last line. */
export const LATEST: Relation = sql`_from desc nulls last, _as_of desc nulls last, _extract desc, _line desc`

/** An extract's place among those of its dataset: the time of which it speaks, then its number. */
export interface Position {
  asOf: Date
  seq: number
}

/** True of the log's rows that are from extracts before this one. */
export function isBefore({ asOf, seq }: Position): Expression<boolean> {
  const taken = instant(asOf)
  return sql<boolean>`(_as_of is null or _as_of < ${taken} or (_as_of = ${taken} and _extract < ${sql.lit(seq)}))`
}

/** True of the log's rows that are from extracts taken up to this time. */
export function takenUpTo(asOf: Date): Expression {
  return sql`(_as_of is null or _as_of <= ${instant(asOf)})`
}

/** True of the log's rows that are from none of these extracts. */
export function notOfExtracts(seqs: number[]): Expression {
  return sql`_extract not in (${sql.join(seqs.map((seq) => sql.lit(seq)))})`
}

/** The log without an extract: where later ones are in it, as it stood before the extract was taken. */
export function withoutExtract(std: Relation, extract: Position, hasLater: boolean): Relation {
  const known = hasLater ? isBefore(extract) : sql`_extract <> ${sql.lit(extract.seq)}`
  return sql`(select * from ${std} where ${known})`
}

/** The log without rows that were taken back, and without what took them back. */
export function unretracted(std: Relation): Relation {
  return sql`(select * from ${std} as s where _op is distinct from 'R' and not exists (
    select 1 from ${std} as r where r._op = 'R' and r._extract = s._extract and r._line = s._line
      and r._repair is not distinct from s._repair))`
}

function instant(time: Date): Relation {
  return sql`${sql.lit(time.toISOString())}::timestamptz`
}
