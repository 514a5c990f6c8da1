import { join } from 'node:path'
import { sql } from 'kysely'
import { catalogue } from '../catalog/catalogue.ts'
import { datasetOf, elementOf } from '../catalog/lookup.ts'
import type { Expression, Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { areSame, differing } from './compared.ts'
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
  const pairs = sql`${truth} as t full join (select ${sql.join(found)}, _extract, _line from ${history}) as h
    on t._extract = h._extract and t._line = h._line`
  const same = areSame('t', 'h', columns)
  const [counts] = await session.rows<Omit<HistoryComparison, 'different'>>(sql`select
    count(t._extract)::integer as expected, count(*) filter (h._extract is null)::integer as missing,
    count(*) filter (t._extract is null)::integer as extra,
    count(*) filter (t._extract is not null and h._extract is not null and ${same})::integer as equal
    from ${pairs}`)
  const { expected, equal, missing, extra } = { expected: 0, equal: 0, missing: 0, extra: 0, ...counts }
  const different =
    expected === equal && extra === 0
      ? []
      : await session.rows<HistoryComparison['different'][number]>(sql`
    select coalesce(t._extract, h._extract) as extract, coalesce(t._line, h._line)::integer as line,
      case when h._extract is null then ['missing'] when t._extract is null then ['extra']
        else ${differing('t', 'h', columns)} end as columns
    from ${pairs} where t._extract is null or h._extract is null or not ${same}
    order by extract, line limit ${sql.lit(limit)}`)
  return { expected, equal, missing, extra, different }
}

/** A column as the truth writes it: instants in local time. */
function asText(column: string, instant: boolean): Expression {
  const value = sql.id(column)
  const text = instant
    ? sql`strftime(timezone('Asia/Shanghai', ${value}), '%Y-%m-%d %H:%M:%S')`
    : sql`${value}::varchar`
  return sql`${text} as ${value}`
}
