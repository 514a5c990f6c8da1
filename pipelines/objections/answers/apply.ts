import { sql, type Transaction } from 'kysely'
import { canonicalJson, sha256 } from '../../../core/hash.ts'
import {
  addAnswers,
  beginObjectionStep,
  findAnswers,
  inTransaction,
  type LedgerSchema,
  listExtracts,
  listObjections,
  type Objection,
  type ObjectionStep,
  withLocks,
} from '../../../warehouse/ledger/index.ts'
import type { Platform } from '../../platform.ts'
import { finishOpenStep } from '../recover.ts'
import { answeredRows } from './answered_rows.ts'
import { carryAnswers } from './carry.ts'
import { type AnsweredObjection, moveAnswered } from './move.ts'
import { type Answer, type AnswerFault, AnswersRefused } from './read_sheet.ts'
import { storeAnswers } from './store.ts'

/** What became of answers. */
export interface Answered {
  /** False: the same had been answered before, nothing changed. */
  isNew: boolean
  /** Rows of the sheet that were filled. */
  rows: number
  /** Rows of objections by what was answered, and filled rows that were closed meanwhile. */
  counts: Record<string, number>
}

/**
 * Applies a department's answers: all of them or none. What the ledger records, it records in one transaction; rows in
 * the lake follow, and are finished by whoever comes next where this process dies. The same answers twice are applied
 * once.
 * @throws AnswersRefused
 */
export async function applyAnswers(
  platform: Platform,
  by: { department: string; actor: string },
  answers: Answer[],
): Promise<Answered> {
  const { db } = platform.ledger
  const told = answers.map(({ row: _row, ...answer }) => answer)
  const digest = sha256(canonicalJson(told.map((each) => canonicalJson(each)).sort()))
  const objections = await objectionsOf(platform, by.department, answers)
  const datasets = [...new Set(objections.map(({ dataset }) => dataset))].sort()
  return withLocks(db, ['objection answers', ...datasets.map((id) => `objections:${id}`)], async () => {
    const before = await findAnswers(db, by.department, digest)
    if (before) return { isNew: false, rows: before.rows, counts: before.counts }
    for (const dataset of datasets) await finishOpenStep(platform, dataset)
    const number = await storeAnswers(platform, answers)
    const found = (await Promise.all(datasets.map((id) => countAnswered(platform, id, number)))).flat()
    const counts = totals(found)
    const at = platform.clock.now()
    const steps = await inTransaction(db, async (tx) => {
      await addAnswers(tx, { number, ...by, digest, rows: answers.length, at, counts })
      for (const each of found) await moveAnswered(tx, each, { actor: by.actor, at, number })
      return beginSteps(tx, datasets, number, at)
    })
    for (const step of steps) await carryAnswers(platform, step)
    return { isNew: true, rows: answers.length, counts }
  })
}

/** @throws AnswersRefused when an objection is not the department's, or a batch that is named did not arrive */
async function objectionsOf(platform: Platform, department: string, answers: Answer[]): Promise<Objection[]> {
  const ids = [...new Set(answers.map(({ objection }) => objection))]
  const objections = await listObjections(platform.ledger.db, { ids, department })
  const datasets = new Map(objections.map(({ id, dataset }) => [id, dataset]))
  const arrived = new Map<string, Set<number>>()
  for (const dataset of new Set(datasets.values()))
    arrived.set(dataset, new Set((await listExtracts(platform.ledger.db, dataset)).map(({ seq }) => seq)))
  const faults = answers.flatMap(({ row, objection, resend }): AnswerFault[] => {
    const dataset = datasets.get(objection)
    if (dataset === undefined) return [{ row, code: 'token_invalid', fields: {} }]
    if (resend === null || arrived.get(dataset)?.has(resend)) return []
    return [{ row, code: 'resend_unknown', fields: {} }]
  })
  if (faults.length > 0) throw new AnswersRefused(faults, answers.length)
  return objections
}

async function beginSteps(
  tx: Transaction<LedgerSchema>,
  datasets: string[],
  number: number,
  at: Date,
): Promise<ObjectionStep[]> {
  const steps: ObjectionStep[] = []
  for (const dataset of datasets)
    steps.push(await beginObjectionStep(tx, { dataset, kind: 'answer', subject: number, at }))
  return steps
}

/** Open rows by objection and outcome, with the notes. */
async function countAnswered(
  platform: Platform,
  dataset: string,
  number: number,
): Promise<AnsweredObjection[]> {
  const rows = await answeredRows(platform, dataset, number)
  return platform.engine.rows<AnsweredObjection>(
    sql`select objection, (count(*) filter (outcome = 'corrected'))::double as corrected,
      (count(*) filter (outcome = 'cancelled'))::double as cancelled,
      (count(*) filter (outcome = 'right'))::double as "right",
      (count(*) filter (outcome = 'other'))::double as other,
      array_to_string(list_sort(list_distinct(list(note) filter (note is not null)))[:3], '；') as notes
      from ${rows} group by objection order by objection`,
  )
}

function totals(found: AnsweredObjection[]): Record<string, number> {
  const sum = (of: (each: AnsweredObjection) => number) => found.reduce((all, each) => all + of(each), 0)
  return {
    corrected: sum((each) => each.corrected),
    cancelled: sum((each) => each.cancelled),
    right: sum((each) => each.right),
    other: sum((each) => each.other),
  }
}
