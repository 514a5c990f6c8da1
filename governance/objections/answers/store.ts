import { sql } from 'kysely'
import { jsonRows } from '../../../warehouse/engine/json_rows.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { lastTransaction } from '../../../warehouse/lake/transactions.ts'
import { departmentAnswerColumns } from '../../../warehouse/tables/objections.ts'
import type { Platform } from '../../platform.ts'
import type { Answer } from './read_sheet.ts'

/** What departments answered, row by row. */
const ANSWERS = 'objections/answers'
const APP = 'answers'

/**
 * Keeps answers in the lake, before anything is done with them, and gives them their number. The caller holds the lock
 * of answers. Answers that were cut off before the ledger had their number mean nothing.
 */
export async function storeAnswers(platform: Platform, answers: Answer[]): Promise<number> {
  const table = platform.lake.table(ANSWERS)
  await table.create(departmentAnswerColumns(), { evolve: 'add' })
  const number = lastTransaction(await table.snapshot(), APP) + 1
  const given = jsonRows(
    { objection: 'INTEGER', item: 'VARCHAR', outcome: 'VARCHAR', note: 'VARCHAR', resend: 'INTEGER' },
    answers.map(({ objection, item, outcome, note, resend }) => ({ objection, item, outcome, note, resend })),
  )
  const rows = sql`select ${sql.lit(number)}::integer as answers, * from ${given} order by objection, item`
  await table.appendOnce(platform.engine, rows, { app: APP, version: number, operation: 'ANSWER' })
  return number
}

/** Every answer, or those given under one number. Undefined: there is none yet. */
export async function storedAnswers(platform: Platform, number?: number): Promise<Relation | undefined> {
  const table = platform.lake.table(ANSWERS)
  if (!(await table.exists())) return undefined
  const all = table.select(await table.snapshot())
  return number === undefined ? all : sql`(select * from ${all} where answers = ${sql.lit(number)})`
}
