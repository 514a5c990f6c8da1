import { sql } from 'kysely'
import type { Foundation } from '../../catalog/foundation.ts'
import { markColumns } from '../../warehouse/tables/objections.ts'
import type { TestPlatform } from './platform.ts'

/** One value in dispute. */
export interface Mark {
  key: string
  column: string
}

/** Writes marks as objections do: the whole table anew, in one commit. Returns its version. */
export async function mark(platform: TestPlatform, foundation: Foundation, marks: Mark[]): Promise<number> {
  const table = platform.lake.table(`marks/${foundation.id}`)
  await table.create(markColumns())
  const before = await table.snapshot()
  const rows = marks.map(
    ({ key, column }, at) =>
      sql`select ${sql.lit(key)} as key, ${sql.lit(column)} as column_name, ${sql.lit(at + 1)}::integer as objection`,
  )
  const none = sql`select null::varchar as key, null::varchar as column_name, null::integer as objection where false`
  const version = before.version + 1
  const add = await table.stage(platform.engine, sql.join([none, ...rows], sql` union all `), {
    name: `marks-${version}`,
  })
  const txn = { app: 'marks', version }
  return table.commit({ add, remove: before.files, readVersion: before.version, txn, operation: 'MARK' })
}
