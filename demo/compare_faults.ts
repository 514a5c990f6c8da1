import { join } from 'node:path'
import { sql } from 'kysely'
import type { Expression, Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { readTruth } from './read_truth.ts'

/** A row whose findings are not what they must be. */
export interface FaultDifference {
  dataset: string
  file: string
  line: number
  expected: string[] | null
  found: string[] | null
}

export interface FaultComparison {
  /** Rows with a fault, and how many of them were found with exactly the right codes and the right decision. */
  expected: number
  found: number
  missed: FaultDifference[]
  unexpected: FaultDifference[]
  /** Shares of (row, code) pairs: injected ones that were found, found ones that were injected. */
  recall: number
  precision: number
}

export interface FaultInput {
  truthDir: string
  quarantine: Record<string, Relation>
  extracts: { dataset: string; seq: number; fileName: string }[]
  /** How many differing rows are listed. */
  limit: number
}

/** Compares the quarantine tables with the injected faults, row by row and code by code. */
export async function compareFaults(session: Session, input: FaultInput): Promise<FaultComparison> {
  await session.exec(sql`create or replace temp table truth_faults as ${expectedRows(input)}`)
  await session.exec(sql`create or replace temp table found_faults as ${foundRows(input)}`)
  await session.exec(sql`create or replace temp table fault_pairs as
    select coalesce(t.dataset, f.dataset) as dataset, coalesce(t.file, f.file) as file,
      coalesce(t.line, f.line) as line, t.codes as expected, f.codes as found,
      t.rejected is not distinct from f.rejected and t.codes is not distinct from f.codes as same,
      len(list_intersect(coalesce(t.codes, []), coalesce(f.codes, []))) as hits
    from truth_faults as t full join found_faults as f
      on t.dataset = f.dataset and t.file = f.file and t.line = f.line`)
  const [counts] = await session.rows<Counts>(sql`select
    count(*) filter (not same and expected is not null)::integer as missed,
    count(*) filter (not same and expected is null)::integer as unexpected,
    count(expected)::integer as expected, count(*) filter (same)::integer as found,
    coalesce(sum(hits), 0)::integer as hits, coalesce(sum(len(expected)), 0)::integer as injected,
    coalesce(sum(len(found)), 0)::integer as reported from fault_pairs`)
  const { expected = 0, found = 0, missed = 0, unexpected = 0 } = counts ?? {}
  const { hits = 0, injected = 0, reported = 0 } = counts ?? {}
  return {
    expected,
    found,
    missed: missed > 0 ? await differences(session, sql<boolean>`expected is not null`, input.limit) : [],
    unexpected: unexpected > 0 ? await differences(session, sql<boolean>`expected is null`, input.limit) : [],
    recall: injected === 0 ? 1 : hits / injected,
    precision: reported === 0 ? 1 : hits / reported,
  }
}

interface Counts {
  expected: number
  found: number
  missed: number
  unexpected: number
  hits: number
  injected: number
  reported: number
}

function expectedRows({ truthDir }: FaultInput): Relation {
  const faults = readTruth(join(truthDir, 'faults.*.jsonl'), {
    dataset: 'VARCHAR',
    file: 'VARCHAR',
    line: 'BIGINT',
    codes: 'VARCHAR[]',
    rejected: 'BOOLEAN',
  })
  return sql`select dataset, file, line, list_sort(list_distinct(flatten(list(codes)))) as codes,
    bool_or(rejected) as rejected from ${faults} group by all`
}

/** Codes found per row, over every dataset. The file is the one that was landed first, whatever it was called. */
function foundRows({ quarantine, extracts }: FaultInput): Relation {
  const parts = Object.entries(quarantine).map(
    ([dataset, rows]) => sql`select ${sql.lit(dataset)} as dataset, e.file, _line as line,
      list_sort(list_distinct(flatten(list(list_transform(violations, lambda v: v.code))))) as codes,
      bool_or(rejected) as rejected
      from ${rows} as q join ${filesOf(dataset, extracts)} as e on q._extract = e.seq group by all`,
  )
  if (parts.length === 0)
    return sql`select dataset, file, line, codes, rejected from truth_faults where false`
  return sql.join(parts, sql` union all `)
}

/** Extract numbers of a dataset with the files that they came in: `seq, file`. */
export function filesOf(dataset: string, extracts: FaultInput['extracts']): Relation {
  const own = extracts.filter((each) => each.dataset === dataset)
  const files = own.map(({ seq, fileName }) => ({ seq, file: fileName.replace('_resend.', '.') }))
  const rows = files.map(({ seq, file }) => sql`(${sql.lit(seq)}, ${sql.lit(file)})`)
  return rows.length === 0
    ? sql`(select 0 as seq, '' as file where false)`
    : sql`(select * from (values ${sql.join(rows)}) as v(seq, file))`
}

async function differences(
  session: Session,
  which: Expression<boolean>,
  limit: number,
): Promise<FaultDifference[]> {
  return session.rows<FaultDifference>(sql`select dataset, file, line::integer as line, expected, found
    from fault_pairs where not same and ${which} order by dataset, file, line limit ${sql.lit(limit)}`)
}
