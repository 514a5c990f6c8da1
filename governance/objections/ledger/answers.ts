import { type Selectable, sql } from 'kysely'
import { countsSchema, fromJson, toJson } from '../../../warehouse/ledger/json.ts'
import type { ObjectionAnswersTable } from '../../../warehouse/ledger/objections_schema.ts'
import type { LedgerDb } from '../../../warehouse/ledger/open.ts'

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

/** Answers by their numbers. */
export async function answersOf(
  db: LedgerDb,
  numbers: number[],
): Promise<{ number: number; actor: string }[]> {
  if (numbers.length === 0) return []
  return db
    .selectFrom('objectionAnswers')
    .select(['number', 'actor'])
    .where('number', 'in', numbers)
    .execute()
}

/** The answers about rows of a dataset, with the first step that carried each out. */
export async function answerSteps(
  db: LedgerDb,
  dataset: string,
): Promise<{ answers: number; step: number }[]> {
  return db
    .selectFrom('objectionSteps')
    .select((eb) => ['subject as answers', eb.fn.min('step').as('step')])
    .where('dataset', '=', dataset)
    .where('kind', '=', 'answer')
    .groupBy('subject')
    .orderBy('subject')
    .execute()
}

/** Which answers to which objections of a dataset a second person confirmed. */
export async function confirmedAnswers(
  db: LedgerDb,
  dataset: string,
): Promise<{ objection: number; answers: number }[]> {
  return db
    .selectFrom('objectionEvents as e')
    .innerJoin('objections as o', 'o.id', 'e.objection')
    .select(['e.objection', sql<number>`(e.detail->>'confirmed')::integer`.as('answers')])
    .where('o.dataset', '=', dataset)
    .where(sql<boolean>`e.detail ? 'confirmed'`)
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
