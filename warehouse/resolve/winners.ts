import { sql } from 'kysely'
import { type Dataset, identityOf } from '../../catalog/dataset.ts'
import { hashOf } from '../engine/functions.ts'
import type { Expression, Relation } from '../engine/relation.ts'
import type { TemporaryTables } from '../engine/temporary.ts'
import { LATEST, observedOf } from './log.ts'

/** The name that a field or place of a dataset's winner has in a joined record. */
export function joined(dataset: Dataset, name: string): Expression {
  return sql.id(`${dataset.id}.${name}`)
}

/** True of a joined record for which the dataset has a record. */
export function present(dataset: Dataset): Expression<boolean> {
  return sql<boolean>`${joined(dataset, '_extract')} is not null`
}

/**
 * `_extract` and `_line` of the rows that lose against another row with the same values of `columns`. Values that
 * occur once, nearly all of them, are told apart by counting alone, so that only the others are sorted.
 */
function losersIn(columns: string[], rows: Relation): Relation {
  const same = sql.join(columns.map((column) => sql.id(column)))
  return sql`select _extract, _line from ${rows}
    where ${hashOf(same)} in (select ${hashOf(same)} as h from ${rows} group by h having count(*) > 1)
    qualify row_number() over (partition by ${same} order by ${LATEST}) > 1`
}

/**
 * The one live row of every subject in a dataset: the winner of its record; of several records, the latest. The
 * key as `key`, the fields and places under their joined names.
 */
export async function winnersIn(
  tables: TemporaryTables,
  dataset: Dataset,
  input: { std: Relation; key: string; fields: string[] },
): Promise<Relation> {
  const stated = await withoutLosers(tables, `losers_${dataset.id}`, identityOf(dataset), input.std)
  const live = sql`(select * from ${stated} where _op is distinct from 'D' and ${sql.id(dataset.key)} is not null)`
  const winners =
    dataset.recordKey.length === 0
      ? live
      : await withoutLosers(tables, `older_${dataset.id}`, [dataset.key], live)
  const fields = input.fields.map((field) => sql`${sql.id(field)} as ${joined(dataset, field)}`)
  return sql`(select ${sql.join([sql`${sql.id(dataset.key)} as ${sql.id(input.key)}`, ...fields])},
      _extract as ${joined(dataset, '_extract')}, _line as ${joined(dataset, '_line')},
      ${observedOf(dataset)} as ${joined(dataset, '_observed')}, _repair as ${joined(dataset, '_repair')}
    from ${winners})`
}

async function withoutLosers(
  tables: TemporaryTables,
  name: string,
  columns: string[],
  rows: Relation,
): Promise<Relation> {
  const losers = await tables.createUnlessEmpty(name, losersIn(columns, rows))
  if (!losers) return rows
  return sql`(select * from ${rows} as w where not exists (
    select 1 from ${losers} as l where l._extract = w._extract and l._line = w._line))`
}
