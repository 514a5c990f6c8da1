import { sql } from 'kysely'
import { jsonRows } from '../../../warehouse/engine/json_rows.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { isCommitted, stemOf } from '../../../warehouse/lake/transactions.ts'
import { statementColumns } from '../../../warehouse/tables/objections.ts'
import type { Platform } from '../../platform.ts'
import { pseudonym } from '../rows/identity.ts'
import { itemSecret } from '../steps.ts'
import type { CheckedRow } from './check_rows.ts'

/** What consumers said about the rows that they object to: their words and the values that they propose. */
export const STATEMENTS = 'objections/statements'
const APP = 'statements'

/** Keeps the rows of a submission in the lake, once. */
export async function storeStatements(
  platform: Platform,
  submission: number,
  rows: CheckedRow[],
): Promise<void> {
  const table = platform.lake.table(STATEMENTS)
  await table.create(statementColumns(), { evolve: 'add' })
  const secret = await itemSecret(platform)
  const given = jsonRows(
    {
      key: 'VARCHAR',
      dataset: 'VARCHAR',
      extract: 'INTEGER',
      line: 'BIGINT',
      column_name: 'VARCHAR',
      reason: 'VARCHAR',
      text: 'VARCHAR',
      proposed: 'VARCHAR',
    },
    rows.map(({ column, key, dataset, extract, line, reason, text, proposed }) => ({
      ...{ key, dataset, extract, line, column_name: column, reason, text, proposed },
    })),
  )
  const submitted = sql`select ${sql.lit(submission)}::integer as submission, ${pseudonym(secret, [sql`key`])} as item,
      concat('received:', coalesce(column_name, '')) as cause, dataset, key, extract, line, column_name, reason, text,
      proposed
    from ${given} order by dataset, column_name, item`
  await table.once({ app: APP, version: submission, operation: 'SUBMIT' }, async () => ({
    add: await table.stage(platform.engine, submitted, {
      name: stemOf({ app: 'submission', version: submission }),
    }),
  }))
}

/** Every statement, or those of one submission. Undefined: the lake has not got that far. */
export async function statements(platform: Platform, submission?: number): Promise<Relation | undefined> {
  const table = platform.lake.table(STATEMENTS)
  if (!(await table.exists())) return undefined
  const snapshot = await table.snapshot()
  if (!isCommitted(snapshot, { app: APP, version: submission ?? 1 })) return undefined
  const all = table.select(snapshot)
  return submission === undefined
    ? all
    : sql`(select * from ${all} where submission = ${sql.lit(submission)})`
}
