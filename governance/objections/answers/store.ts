import { sql } from 'kysely'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { TemporaryTables } from '../../../warehouse/engine/temporary.ts'
import { lastTransaction } from '../../../warehouse/lake/index.ts'
import { departmentAnswerColumns } from '../../../warehouse/tables/index.ts'
import type { Platform } from '../../platform.ts'
import type { Answer } from './read_sheet.ts'

/** What departments answered, row by row. */
const ANSWERS = 'objections/answers'
const APP = 'answers'

const AT_ONCE = 1000

/**
 * Keeps answers in the lake, before anything is done with them, and gives them their number. The caller holds the lock
 * of answers. Answers that were cut off before the ledger had their number mean nothing.
 */
export async function storeAnswers(platform: Platform, answers: Answer[]): Promise<number> {
  const table = platform.lake.table(ANSWERS)
  await table.create(departmentAnswerColumns(), { evolve: 'add' })
  const number = lastTransaction(await table.snapshot(), APP) + 1
  const session = await platform.engine.session()
  const tables = new TemporaryTables(session, 'answers')
  try {
    const given = await tables.create(
      'given',
      sql`select 0 as objection, ''::varchar as item, ''::varchar as outcome, ''::varchar as note, 0 as resend where false`,
    )
    for (let at = 0; at < answers.length; at += AT_ONCE) {
      const values = answers
        .slice(at, at + AT_ONCE)
        .map((each) => [each.objection, each.item, each.outcome, each.note, each.resend])
        .map((row) => sql`(${sql.join(row.map((value) => sql.lit(value)))})`)
      await session.exec(sql`insert into ${given} values ${sql.join(values)}`)
    }
    const rows = sql`select ${sql.lit(number)}::integer as answers, * from ${given} order by objection, item`
    await table.appendOnce(session, rows, { app: APP, version: number, operation: 'ANSWER' })
    return number
  } finally {
    await tables.drop()
    session.close()
  }
}

/** Every answer, or those given under one number. Undefined: there is none yet. */
export async function storedAnswers(platform: Platform, number?: number): Promise<Relation | undefined> {
  const table = platform.lake.table(ANSWERS)
  if (!(await table.exists())) return undefined
  const all = table.select(await table.snapshot())
  return number === undefined ? all : sql`(select * from ${all} where answers = ${sql.lit(number)})`
}
