import { sql } from 'kysely'
import type { Foundation } from '../../catalog/foundation.ts'
import { bucketOf } from '../engine/bucket.ts'
import type { Relation } from '../engine/relation.ts'
import type { Release } from '../ledger/releases.ts'
import { disputableColumns } from '../tables/foundations.ts'
import type { Warehouse } from '../warehouse.ts'
import type { Build } from './build.ts'
import { type Marks, rowsIn } from './inputs.ts'

/** The marks as they stand; undefined where nobody ever raised an objection. */
export async function readMarks(
  warehouse: Warehouse,
  foundation: Foundation,
  last: Release | undefined,
): Promise<Marks | undefined> {
  const table = warehouse.lake.table(`marks/${foundation.id}`)
  if (!(await table.exists())) return undefined
  const snapshot = await table.snapshot()
  const before = last?.inputs[table.name]
  const changed = before === undefined ? rowsIn(snapshot.files) > 0 : before !== snapshot.version
  return { table, snapshot, changed }
}

/**
 * Rows `key, disputed, bucket`, one per key: the base's columns in dispute, sorted. A mark of a key that its subject
 * had before lies on the present key. Undefined where no mark stands.
 */
export function disputedRows(build: Build, changes: Relation | undefined): Relation | undefined {
  const { marks, foundation, warehouse } = build
  if (!marks || rowsIn(marks.snapshot.files) === 0) return undefined
  const columns = disputableColumns(warehouse.catalogue, foundation).map((name) => sql.lit(name))
  const given = sql`(select key, column_name from ${marks.table.select(marks.snapshot)}
    where key is not null and column_name in (${sql.join(columns)}))`
  const present = changes
    ? sql`(select coalesce(current, key) as key, column_name from ${given} left join ${changes} on former = key)`
    : given
  return sql`select key, list_sort(list(distinct column_name)) as disputed,
    ${bucketOf(sql`key`, foundation.buckets)} as bucket from ${present} group by key`
}

/**
 * Keys whose marks are not those of their golden records. Looked for only when marks changed since the last release,
 * or a build that was cut off may have used yet others.
 */
export function remarkedKeys(build: Build, disputed: Relation | undefined): Relation[] {
  const { marks, foundation, outputs, last } = build
  const { table, before } = outputs.base
  if (!marks || !(marks.changed || before.version !== last?.tables[table.name])) return []
  const now = disputed ?? sql`(select null::varchar as key, null::varchar[] as disputed where false)`
  const then = sql`(select ${sql.id(foundation.key)} as key, disputed from ${table.select(before)} where disputed is not null)`
  return [
    sql`select key from (select key, n.disputed as now, t.disputed as old
      from ${now} as n full join ${then} as t using (key)) where now is distinct from old`,
  ]
}
