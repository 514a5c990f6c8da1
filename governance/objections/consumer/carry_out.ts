import { sql } from 'kysely'
import { render } from '../../../core/locale.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import type { LedgerDb } from '../../../warehouse/ledger/open.ts'
import type { Platform } from '../../platform.ts'
import { type Steps, stepKind } from '../../step.ts'
import {
  listSubmissions,
  type Submission,
  type SubmissionGroup,
  updateSubmission,
} from '../ledger/submissions.ts'
import { objectToRows } from '../raise.ts'
import '../locale.ts'
import type { CheckedRow } from './check_rows.ts'
import { codeOfReason, consumerReasons } from './reasons.ts'
import { statements, storeStatements } from './statements.ts'

/**
 * A submission: its rows go to the lake, where each group of them is objected to by a step of its own. One that never
 * got to the lake is dropped.
 */
export const submissionStep = stepKind<Submission, CheckedRow[] | 'stored'>({
  recall: async (platform, { number }) => ((await statements(platform, number)) ? 'stored' : null),
  async commit(platform, submission, rows) {
    if (rows !== 'stored') await storeStatements(platform, submission.number, rows)
    await raiseGroups(platform, submission)
  },
  record: ({ ledger }, { number }) => endSubmission(ledger.db, number, 'done'),
  drop: ({ ledger }, { number }) => endSubmission(ledger.db, number, 'dropped'),
})

/** What cities submit, one submission after the other. */
export const submissionSteps: Steps<'submissions', Submission> = {
  lock: () => 'objection submissions',
  open: async ({ ledger }) => (await listSubmissions(ledger.db, { status: 'open' })).reverse(),
  kindOf: () => submissionStep,
}

/** Raises the objections of a submission, from what the lake has of it, and records which they are. */
async function raiseGroups(platform: Platform, submission: Submission): Promise<void> {
  const { number } = submission
  const groups = [...submission.groups]
  const submitted = await statements(platform, number)
  for (const [at, group] of groups.entries()) {
    if (!submitted || group.objections.length > 0) continue
    groups[at] = { ...group, objections: await raiseGroup(platform, submission, group, submitted) }
    await updateSubmission(platform.ledger.db, number, { groups })
  }
}

async function endSubmission(db: LedgerDb, number: number, status: 'done' | 'dropped'): Promise<void> {
  await updateSubmission(db, number, { status })
}

async function raiseGroup(
  platform: Platform,
  { party, actor }: Submission,
  { dataset, column, reason: given }: SubmissionGroup,
  submitted: Relation,
): Promise<number[]> {
  const mine = sql`(select key, extract, line from ${submitted} where dataset = ${sql.lit(dataset)} and reason = ${sql.lit(given)}
    and column_name is not distinct from ${sql.lit(column)})`
  const reason = consumerReasons.find((each) => each === given) ?? 'other'
  const request = {
    cause: 'consumer',
    dataset,
    column: column ?? undefined,
    code: codeOfReason(reason),
    raisedBy: party,
    actor,
    reason: render('zh-CN', `objections.reason.${reason}`),
  } as const
  return (await objectToRows(platform, request, mine)).objections
}
