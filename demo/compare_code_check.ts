import { join } from 'node:path'
import { sql } from 'kysely'
import type { Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { readTruth } from './read_truth.ts'

export interface CodeCheckComparison {
  expected: number
  found: number
  /** Findings, by kind, that differ from what must be found. */
  different: { kind: string; how: 'missing' | 'extra' }[]
}

/** Compares what the verifier of codes found with the truth: the code, the other one, the row that claims it. */
export async function compareCodeCheck(
  session: Session,
  found: Relation,
  { truthDir, limit }: { truthDir: string; limit: number },
): Promise<CodeCheckComparison> {
  const columns = { uscc: 'VARCHAR', kind: 'VARCHAR', other_code: 'VARCHAR' }
  const place = { second_dataset: 'VARCHAR', second_extract: 'INTEGER', second_line: 'BIGINT' }
  const truth = readTruth(join(truthDir, 'code_check.jsonl'), { ...columns, ...place })
  const plain = Object.keys(columns).map((name) => sql.id(name))
  const claimed = Object.keys(place).map(
    (name) => sql`case when kind = 'code_issued_twice' then ${sql.id(name)} end`,
  )
  const [expected, reported] = [truth, found].map(
    (rows) => sql`select ${sql.join([...plain, ...claimed])} from ${rows}`,
  )
  const count = async (rows: Relation) =>
    (await session.rows<{ n: number }>(sql`select count(*)::integer as n from (${rows})`))[0]?.n ?? 0
  const except = async (one: Relation, other: Relation, how: 'missing' | 'extra') =>
    session.rows<CodeCheckComparison['different'][number]>(sql`
      select kind, ${sql.lit(how)} as how from (${one} except all ${other}) limit ${sql.lit(limit)}`)
  if (!expected || !reported) return { expected: 0, found: 0, different: [] }
  return {
    expected: await count(expected),
    found: await count(sql`${expected} intersect all ${reported}`),
    different: [
      ...(await except(expected, reported, 'missing')),
      ...(await except(reported, expected, 'extra')),
    ],
  }
}
