import { type RawBuilder, sql } from 'kysely'
import { column } from '../../../warehouse/engine/column.ts'
import { TemporaryTables } from '../../../warehouse/engine/temporary.ts'
import { isCommitted, type LakeTable, type StagedFile, stemOf } from '../../../warehouse/lake/index.ts'
import type { Platform } from '../../platform.ts'
import { pseudonym } from '../rows/index.ts'
import { itemSecret } from '../steps.ts'
import type { CheckedRow } from './check_rows.ts'

/** What consumers said about the rows that they object to: their words and the values that they propose. */
export const STATEMENTS = 'objections/statements'
const APP = 'statements'

const COLUMNS = [
  column('submission', 'INTEGER'),
  column('item', 'VARCHAR'),
  column('cause', 'VARCHAR'),
  column('dataset', 'VARCHAR'),
  column('key', 'VARCHAR'),
  column('extract', 'INTEGER'),
  column('line', 'BIGINT'),
  column('column_name', 'VARCHAR'),
  column('reason', 'VARCHAR'),
  column('text', 'VARCHAR'),
  column('proposed', 'VARCHAR'),
]

const AT_ONCE = 1000

/** Keeps the rows of a submission in the lake, once. */
export async function storeStatements(
  platform: Platform,
  submission: number,
  rows: CheckedRow[],
): Promise<void> {
  const table = platform.lake.table(STATEMENTS)
  await table.create(COLUMNS, { evolve: 'add' })
  await table.once({ app: APP, version: submission, operation: 'SUBMIT' }, async () => ({
    add: await stageStatements(platform, table, submission, rows),
  }))
}

async function stageStatements(
  platform: Platform,
  table: LakeTable,
  submission: number,
  rows: CheckedRow[],
): Promise<StagedFile[]> {
  const session = await platform.engine.session()
  const tables = new TemporaryTables(session, 'said')
  try {
    const said = await tables.create(
      'said',
      sql`select null::varchar as key, null::varchar as dataset, null::integer as extract, null::bigint as line,
        null::varchar as column_name, null::varchar as reason, null::varchar as text, null::varchar as proposed where false`,
    )
    for (let at = 0; at < rows.length; at += AT_ONCE)
      await session.exec(
        sql`insert into ${said} values ${sql.join(rows.slice(at, at + AT_ONCE).map(valuesOf))}`,
      )
    const secret = await itemSecret(platform)
    return await table.stage(
      session,
      sql`select ${sql.lit(submission)}::integer as submission, ${pseudonym(secret, [sql`key`])} as item,
          concat('received:', coalesce(column_name, '')) as cause, dataset, key, extract, line, column_name, reason,
          text, proposed
        from ${said} order by dataset, column_name, item`,
      { name: stemOf({ app: 'submission', version: submission }) },
    )
  } finally {
    await tables.drop()
    session.close()
  }
}

/** Every statement, or those of one submission. Undefined: the lake has not got that far. */
export async function statements(
  platform: Platform,
  submission?: number,
): Promise<RawBuilder<unknown> | undefined> {
  const table = platform.lake.table(STATEMENTS)
  if (!(await table.exists())) return undefined
  const snapshot = await table.snapshot()
  if (!isCommitted(snapshot, { app: APP, version: submission ?? 1 })) return undefined
  const all = table.select(snapshot)
  return submission === undefined
    ? all
    : sql`(select * from ${all} where submission = ${sql.lit(submission)})`
}

function valuesOf(row: CheckedRow): RawBuilder<unknown> {
  const { key, dataset, extract, line, column, reason, text, proposed } = row
  const values = [key, dataset, extract, line, column, reason, text, proposed].map((value) => sql.lit(value))
  return sql`(${sql.join(values)})`
}
