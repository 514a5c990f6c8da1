import { sql } from 'kysely'
import { currentItems, isOpenItem } from '../governance/objections/rows/items.ts'
import type { Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { type FaultInput, filesOf } from './compare_faults.ts'

export interface ObjectionInput {
  /** Every event of objections/items. */
  items: Relation
  /** Quarantine tables by dataset: two lines of one record that fail alike are one row of an objection. */
  quarantine: FaultInput['quarantine']
  /** Codes that are not objected to. */
  never: string[]
  extracts: (FaultInput['extracts'][number] & { mode: string; asOf: Date; status: string })[]
  limit: number
}

/** A failure that is not objected to as it must be. */
export interface ObjectionDifference {
  dataset: string
  file: string
  line: number
  code: string
}

export interface ObjectionComparison {
  /** Pairs of a row and a code that is objected to. */
  expected: number
  found: number
  missing: ObjectionDifference[]
  unexpected: ObjectionDifference[]
  /** Rows that are open still, and mended. */
  open: number
  mended: number
  /** Open rows that a later full dump no longer has, and closed ones that fail in the newest dump. */
  stale: ObjectionDifference[]
  wronglyClosed: ObjectionDifference[]
}

/**
 * Compares the objections to rows with the injected faults: every fault of a code that is objected to is one row of
 * one objection, open until a later full dump comes without it. Run after `compareFaults`, whose table of expected
 * faults it reads.
 */
export async function compareObjections(
  session: Session,
  input: ObjectionInput,
): Promise<ObjectionComparison> {
  const never = sql.join(['', ...input.never].map((code) => sql.lit(code)))
  const files = sql`(${sql.join(
    datasetsOf(input).map(
      (dataset) => sql`select ${sql.lit(dataset)} as dataset, * from ${filesOf(dataset, input.extracts)}`,
    ),
    sql` union all `,
  )})`
  const rules = sql`(select i.*, f.file from ${input.items} as i join ${files} as f on f.dataset = i.dataset and f.seq = i.extract
    where starts_with(cause, 'rule:'))`
  await session.exec(sql`create or replace temp table expected_objections as
    select dataset, file, line, unnest(codes) as code from truth_faults`)
  await session.exec(sql`delete from expected_objections where code in (${never})`)
  await session.exec(sql`create or replace temp table found_objections as
    select distinct dataset, file, line, code from ${rules} where event in ('open', 'again', 'reopened')`)
  await session.exec(sql`create or replace temp table standing_objections as
    select s.*, f.file from ${currentItems(sql`(select * from ${input.items} where starts_with(cause, 'rule:'))`)} as s
    join ${files} as f on f.dataset = s.dataset and f.seq = s.extract`)
  const dumps = newestDumps(input)
  const [counts] = await session.rows<
    Pick<ObjectionComparison, 'expected' | 'found' | 'open' | 'mended'>
  >(sql`select
    (select count(*) from expected_objections)::integer as expected,
    (select count(*) from (from expected_objections intersect from found_objections))::integer as found,
    (select count(*) from standing_objections where ${isOpenItem()})::integer as open,
    (select count(*) from standing_objections where event in ('fixed', 'withdrawn'))::integer as mended`)
  const listed = (rows: Relation) =>
    session.rows<ObjectionDifference>(
      sql`select dataset, file, line::integer as line, code from (${rows}) order by all limit ${sql.lit(input.limit)}`,
    )
  const place = sql`s.dataset, s.file, s.line, s.code`
  return {
    ...(counts ?? { expected: 0, found: 0, open: 0, mended: 0 }),
    missing: await missingOf(session, input, listed),
    unexpected: await listed(sql`from found_objections except from expected_objections`),
    stale: await listed(
      sql`select ${place} from standing_objections as s join ${dumps} as d on d.dataset = s.dataset where ${isOpenItem()} and s.extract < d.seq
        and not list_contains(d.later, s.extract)`,
    ),
    wronglyClosed: await listed(
      sql`select ${place} from standing_objections as s join ${dumps} as d on d.dataset = s.dataset
        where s.event in ('fixed', 'withdrawn') and s.extract = d.seq and s.by_extract = d.seq`,
    ),
  }
}

/** Expected rows that nobody objected to, but for those whose record is objected to by another line of the file. */
async function missingOf(
  session: Session,
  { quarantine, ...input }: ObjectionInput,
  listed: (rows: Relation) => Promise<ObjectionDifference[]>,
): Promise<ObjectionDifference[]> {
  await session.exec(sql`create or replace temp table unmet_objections as
    from expected_objections except from found_objections`)
  const unmet = await session.rows<{ dataset: string }>(sql`select distinct dataset from unmet_objections`)
  if (unmet.length === 0) return []
  const concerned = unmet.flatMap(({ dataset }) => {
    const rows = quarantine[dataset]
    return rows ? [[dataset, rows] as const] : []
  })
  await session.exec(sql`create or replace temp table unmet_keys as
    from ${keysOf({ ...input, quarantine: Object.fromEntries(concerned) })}`)
  return listed(sql`select e.* from unmet_objections as e where not exists (
    select 1 from unmet_keys as k join unmet_keys as o on o.dataset = k.dataset and o.file = k.file and o.key = k.key
      join found_objections as f on f.dataset = o.dataset and f.file = o.file and f.line = o.line
      where k.dataset = e.dataset and k.file = e.file and k.line = e.line and f.code = e.code)`)
}

const datasetsOf = ({ extracts }: ObjectionInput) =>
  [...new Set(extracts.map(({ dataset }) => dataset))].sort()

function keysOf({ quarantine, extracts }: ObjectionInput): Relation {
  const parts = Object.entries(quarantine).map(
    ([
      dataset,
      rows,
    ]) => sql`select ${sql.lit(dataset)} as dataset, e.file, _line as line, key from ${rows} as q
      join ${filesOf(dataset, extracts)} as e on q._extract = e.seq where key is not null`,
  )
  return sql`(${sql.join(parts, sql` union all `)})`
}

/** Of each dataset the full dump that came last, and the extracts before it that were taken later. */
function newestDumps(input: ObjectionInput): Relation {
  const rows = datasetsOf(input).flatMap((dataset) => {
    const own = input.extracts.filter((each) => each.dataset === dataset && each.status === 'ingested')
    const dump = own.filter(({ mode }) => mode === 'full').at(-1)
    if (!dump) return []
    const later = own
      .filter(({ seq, asOf }) => seq < dump.seq && asOf > dump.asOf)
      .map(({ seq }) => sql.lit(seq))
    return [sql`(${sql.lit(dataset)}, ${sql.lit(dump.seq)}, [${sql.join([sql.lit(0), ...later])}])`]
  })
  const none = sql`(null::varchar, null::integer, null::integer[])`
  return sql`(select * from (values ${rows.length > 0 ? sql.join(rows) : none}) as v(dataset, seq, later))`
}
