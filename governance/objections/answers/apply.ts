import type { Transaction } from 'kysely'
import { actorFor, may } from '../../../access/authorise.ts'
import { canonicalJson, sha256 } from '../../../core/hash.ts'
import { listExtracts } from '../../../warehouse/ledger/extracts.ts'
import { inTransaction, withLocks } from '../../../warehouse/ledger/locks.ts'
import type { LedgerSchema } from '../../../warehouse/ledger/schema.ts'
import type { Platform } from '../../platform.ts'
import { finishOpenSteps } from '../../step.ts'
import { addAnswers, findAnswers } from '../ledger/answers.ts'
import { listObjections } from '../ledger/list.ts'
import type { Objection } from '../ledger/record.ts'
import { beginObjectionStep, type ObjectionStep } from '../ledger/steps.ts'
import { objectionSteps } from '../step_kinds.ts'
import { objectionsLock } from '../steps.ts'
import { answerStep } from './carry.ts'
import { countAnswered } from './count.ts'
import { type AnsweredObjection, moveAnswered } from './move.ts'
import { type Answer, type AnswerFault, AnswersRefused } from './read_sheet.ts'
import { storeAnswers } from './store.ts'

/** What became of answers. */
export interface Answered {
  /** False: the same had been answered before, nothing changed. */
  isNew: boolean
  /** Rows of the sheet that were filled. */
  rows: number
  /**
   * Rows of objections by what was answered and ended them; `awaitingResend`, `awaitingSecond`: those that stay open until a
   * later batch, or a second person, bears the answer out.
   */
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
  const contents = answers.map(({ row: _row, ...answer }) => answer)
  const digest = sha256(canonicalJson(contents.map((each) => canonicalJson(each)).sort()))
  const objections = await objectionsOf(platform, by.department, answers)
  const datasets = [...new Set(objections.map(({ dataset }) => dataset))].sort()
  return withLocks(db, ['objection answers', ...datasets.map(objectionsLock)], async () => {
    const before = await findAnswers(db, by.department, digest)
    if (before) return { isNew: false, rows: before.rows, counts: before.counts }
    for (const dataset of datasets) await finishOpenSteps(platform, objectionSteps, dataset)
    const number = await storeAnswers(platform, answers)
    const found = (await Promise.all(datasets.map((id) => countAnswered(platform, id, { number })))).flat()
    const counts = totals(found)
    const at = platform.clock.now()
    const steps = await inTransaction(db, async (tx) => {
      await addAnswers(tx, { number, ...by, digest, rows: answers.length, at, counts })
      for (const each of found) await moveAnswered(tx, each, { actor: by.actor, at })
      return beginSteps(tx, datasets, number, at)
    })
    for (const step of steps) await answerStep.take(platform, step)
    return { isNew: true, rows: answers.length, counts }
  })
}

/** @throws AnswersRefused when an objection is not the department's, or a batch that is named did not arrive */
async function objectionsOf(platform: Platform, department: string, answers: Answer[]): Promise<Objection[]> {
  const ids = [...new Set(answers.map(({ objection }) => objection))]
  const actor = actorFor({ kind: 'department', id: department })
  const objections = (await listObjections(platform.ledger.db, { ids })).filter((each) =>
    may(actor, 'objection.answer', each),
  )
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

function totals(found: AnsweredObjection[]): Record<string, number> {
  const sum = (of: (each: AnsweredObjection) => number) => found.reduce((all, each) => all + of(each), 0)
  return {
    corrected: sum((each) => each.corrected),
    cancelled: sum((each) => each.cancelled),
    right: sum((each) => each.right),
    other: sum((each) => each.other),
    awaitingResend: sum((each) => each.awaitingResend),
    awaitingSecond: sum((each) => each.awaitingSecond),
  }
}
