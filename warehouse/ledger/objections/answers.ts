import type { Selectable } from 'kysely'
import { countsSchema, fromJson, toJson } from '../json.ts'
import type { LedgerDb } from '../open.ts'
import type { ObjectionAnswersTable } from './schema.ts'

/** A department's answers to objected rows, given at once. */
export type ObjectionAnswers = Omit<Selectable<ObjectionAnswersTable>, 'counts'> & {
  counts: Record<string, number>
}

/** Records answers, in the transaction that carries them out. The number is that of their rows in the lake. */
export async function addAnswers(tx: LedgerDb, answers: ObjectionAnswers): Promise<void> {
  await tx
    .insertInto('objectionAnswers')
    .values({ ...answers, counts: toJson(answers.counts) })
    .execute()
}

/** The answers that a department gave with the same content before. */
export async function findAnswers(
  db: LedgerDb,
  department: string,
  digest: string,
): Promise<ObjectionAnswers | undefined> {
  const row = await db
    .selectFrom('objectionAnswers')
    .selectAll()
    .where('department', '=', department)
    .where('digest', '=', digest)
    .executeTakeFirst()
  if (!row) return undefined
  const place = { table: 'objection_answers', record: String(row.number), column: 'counts' }
  return { ...row, counts: fromJson(countsSchema, row.counts, place) }
}
