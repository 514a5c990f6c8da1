import { join } from 'node:path'
import { sql } from 'kysely'
import { catalogue } from '../catalog/catalogue.ts'
import { columnOf, elementsOf, foundationOf } from '../catalog/lookup.ts'
import type { Expression, Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { areSame, differing } from './compared.ts'
import { GoldenModel } from './golden.ts'
import { readTable, readTruth } from './read_truth.ts'

export interface GoldenComparison {
  expected: number
  equal: number
  missing: number
  extra: number
  /** Records whose values differ: the key masked, and the columns. */
  different: { key: string; columns: string[] }[]
}

export interface ConflictComparison {
  expected: number
  found: number
  missing: { key: string; element: string; copy: string }[]
  extra: { key: string; element: string; copy: string }[]
}

interface Compared {
  truthDir: string
  foundation: string
  limit: number
}

/** Compares every column of every golden record with the truth, and where each dataset's part came from. */
export async function compareGolden(
  session: Session,
  base: Relation,
  { truthDir, foundation, limit }: Compared,
): Promise<GoldenComparison> {
  const { key } = foundationOf(catalogue, foundation)
  const datasets = new GoldenModel(foundation, '').datasets.map(({ id }) => id)
  const elements = elementsOf(catalogue, foundation)
    .filter((element) => element.type !== 'geometry')
    .map((element) => columnOf(element.id))
  const texts = [...elements.filter((column) => column !== key), 'record_status', 'key_repair']
  const truth = readTable(truthDir, foundation, {
    ...Object.fromEntries([key, ...texts].map((column) => [column, 'VARCHAR'])),
    provisional: 'VARCHAR[]',
    origin: 'VARCHAR[]',
  })
  const compared = [...texts, 'provisional', 'origin']
  const pairs = sql`${truth} as t full join (${asText(base, key, texts, datasets)}) as b
    on t.${sql.id(key)} = b.${sql.id(key)}`
  const [extra, missing] = [sql`t.${sql.id(key)} is null`, sql`b.${sql.id(key)} is null`]
  const [counts] = await session.rows<Omit<GoldenComparison, 'different'>>(sql`select
    count(*) filter (not (${extra}))::integer as expected, count(*) filter (${missing})::integer as missing,
    count(*) filter (${extra})::integer as extra,
    count(*) filter (not (${extra}) and not (${missing}) and ${areSame('t', 'b', compared)})::integer as equal
    from ${pairs}`)
  const { expected, equal, ...rest } = { expected: 0, equal: 0, missing: 0, extra: 0, ...counts }
  const different =
    expected === equal + rest.missing
      ? []
      : await session.rows<{ key: string; columns: string[] }>(sql`
    select ${masked(sql`t.${sql.id(key)}`)} as key, ${differing('t', 'b', compared)} as columns from ${pairs}
    where not (${extra}) and not (${missing}) and not (${areSame('t', 'b', compared)})
    order by t.${sql.id(key)} limit ${sql.lit(limit)}`)
  return { expected, equal, ...rest, different }
}

/** The base table's columns as the truth writes them. */
function asText(base: Relation, key: string, texts: string[], datasets: string[]): Relation {
  const columns = [key, ...texts].map((column) => sql`${sql.id(column)}::varchar as ${sql.id(column)}`)
  const origins = datasets.map((dataset) => {
    const place = sql.id('origin', dataset)
    return sql`case when ${place} is not null
      then ${sql.lit(dataset)} || ':' || ${place}.extract || ':' || ${place}.line end`
  })
  return sql`select ${sql.join(columns)}, provisional,
    list_filter([${sql.join(origins)}], lambda o: o is not null) as origin from ${base}`
}

const conflictColumns = {
  key: 'VARCHAR',
  element: 'VARCHAR',
  kind: 'VARCHAR',
  authority_dataset: 'VARCHAR',
  authority_value: 'VARCHAR',
  copy_dataset: 'VARCHAR',
  copy_field: 'VARCHAR',
  copy_value: 'VARCHAR',
  copy_extract: 'BIGINT',
  copy_line: 'BIGINT',
}

/** Compares the disagreements between departments with those that the truth knows. */
export async function compareConflicts(
  session: Session,
  conflicts: Relation,
  { truthDir, foundation, limit }: Compared,
): Promise<ConflictComparison> {
  const { key } = foundationOf(catalogue, foundation)
  const all = readTruth(join(truthDir, 'conflicts.jsonl'), { foundation: 'VARCHAR', ...conflictColumns })
  const names = Object.keys(conflictColumns)
  const columns = names.map((name) => sql`${sql.id(name === 'key' ? key : name)} as ${sql.id(name)}`)
  await session.exec(sql`create or replace temp table truth_conflicts as
    select ${sql.join(names.map((name) => sql.id(name)))} from ${all} where foundation = ${sql.lit(foundation)}`)
  await session.exec(sql`create or replace temp table found_conflicts as
    select ${sql.join(columns)} from ${conflicts}`)
  const [counts] = await session.rows<{ expected: number; found: number; told: number }>(sql`select
    (select count(*) from truth_conflicts)::integer as expected,
    (select count(*) from (from truth_conflicts intersect all from found_conflicts))::integer as found,
    (select count(*) from found_conflicts)::integer as told`)
  const { expected, found, told } = { expected: 0, found: 0, told: 0, ...counts }
  const except = (one: string, other: string) =>
    session.rows<ConflictComparison['extra'][number]>(sql`
      select ${masked(sql`key`)} as key, element, copy_dataset || '.' || copy_field as copy
      from (from ${sql.id(one)} except all from ${sql.id(other)}) order by all limit ${sql.lit(limit)}`)
  return {
    expected,
    found,
    missing: found < expected ? await except('truth_conflicts', 'found_conflicts') : [],
    extra: found < told ? await except('found_conflicts', 'truth_conflicts') : [],
  }
}

function masked(key: Expression): Expression {
  return sql`${key}[1] || repeat('*', length(${key}) - 3) || right(${key}, 2)`
}
