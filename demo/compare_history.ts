import { join } from 'node:path'
import { sql } from 'kysely'
import { catalogue } from '../catalog/catalogue.ts'
import { datasetOf, elementOf } from '../catalog/lookup.ts'
import type { Expression, Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { readTable } from './read_truth.ts'

export interface HistoryComparison {
  expected: number
  equal: number
  missing: number
  extra: number
  /** States whose values or bounds differ: extract and line that brought them, and the columns. */
  different: { extract: number; line: number; columns: string[] }[]
}

/**
 * Compares every state of every record of one dataset with the truth. States are told apart by the row that
 * brought them: extract and line.
 */
export async function compareHistory(
  session: Session,
  history: Relation,
  { truthDir, dataset, limit }: { truthDir: string; dataset: string; limit: number },
): Promise<HistoryComparison> {
  const fields = datasetOf(catalogue, dataset)
    .fields.map(({ id, element }) => ({ id, type: elementOf(catalogue, element).type }))
    .filter(({ type }) => type !== 'geometry')
  const columns = [...fields.map(({ id }) => id), '_valid_from', '_valid_to']
  const truth = readTable(truthDir, join('history', dataset), {
    ...Object.fromEntries(columns.map((column) => [column, 'VARCHAR'])),
    _extract: 'INTEGER',
    _line: 'BIGINT',
  })
  const found = [
    ...fields.map(({ id, type }) => asText(id, type === 'datetime')),
    asText('_valid_from', true),
    asText('_valid_to', true),
  ]
  const checks = columns.map(
    (column) =>
      sql`case when t.${sql.id(column)} is distinct from h.${sql.id(column)} then ${sql.lit(column)} end`,
  )
  await session.exec(sql`create or replace temp table history_pairs as
    select coalesce(t._extract, h._extract) as extract, coalesce(t._line, h._line) as line,
      t._extract is null as extra, h._extract is null as missing,
      list_filter([${sql.join(checks)}], lambda c: c is not null) as columns
    from ${truth} as t full join (select ${sql.join(found)}, _extract, _line from ${history}) as h
      on t._extract = h._extract and t._line = h._line`)
  const [counts] = await session.rows<Omit<HistoryComparison, 'different'>>(sql`select
    count(*) filter (not extra)::integer as expected, count(*) filter (missing)::integer as missing,
    count(*) filter (extra)::integer as extra,
    count(*) filter (not extra and not missing and len(columns) = 0)::integer as equal from history_pairs`)
  const different = await session.rows<HistoryComparison['different'][number]>(sql`
    select extract, line::integer as line, case when missing then ['missing'] when extra then ['extra'] else columns end as columns
    from history_pairs where missing or extra or len(columns) > 0 order by extract, line limit ${sql.lit(limit)}`)
  return { expected: 0, equal: 0, missing: 0, extra: 0, ...counts, different }
}

/** A column as the truth writes it: instants in local time. */
function asText(column: string, instant: boolean): Expression {
  const value = sql.id(column)
  const text = instant
    ? sql`strftime(timezone('Asia/Shanghai', ${value}), '%Y-%m-%d %H:%M:%S')`
    : sql`${value}::varchar`
  return sql`${text} as ${value}`
}
