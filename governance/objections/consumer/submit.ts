import { randomUUID } from 'node:crypto'
import { actorFor, authorise } from '../../../access/authorise.ts'
import { type Party, partyName } from '../../../access/party.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { canonicalJson, sha256 } from '../../../core/hash.ts'
import type { Platform } from '../../platform.ts'
import { withSteps } from '../../step.ts'
import { listSubmissions, openSubmission, type Submission } from '../ledger/submissions.ts'
import '../locale.ts'
import { submissionStep, submissionSteps } from './carry_out.ts'
import { type CheckedRow, checkRows, type RowFault, type SubmittedRow } from './check_rows.ts'
import { deliveredTo } from './delivered.ts'

/** What a city objects to at once, by one of its requests. */
export interface SubmissionInput {
  request: string
  /** The package in which it received the rows; default: the last one. */
  package?: string | undefined
  rows: SubmittedRow[]
  /** By which number the sender knows a row; default: from 1. */
  lineOf?: (at: number) => number
  /** What is wrong with rows that could not be read: with one of them nothing is taken. */
  faults?: RowFault[]
}

/** Names the sender, and the submission itself: sent twice under one key, it is one. */
export interface Sender {
  party: Party
  /** Who acted, for the history; default: the party. */
  actor?: string
  idempotencyKey: string
}

export interface Submitted {
  submission: Submission
  /** False: it had been submitted before, nothing changed. */
  isNew: boolean
}

/**
 * Objects to rows that a city received. Every row is right, or nothing is done. A submission that was cut off on its
 * way is finished by the next one, whoever sends it.
 * @throws RowsRefused, and ShuyuanError `objections.not_a_city`, `objections.no_rows`, `objections.key_reused`, what
 *   `deliveredTo` throws
 */
export async function submitObjections(
  platform: Platform,
  { party, actor, idempotencyKey }: Sender,
  input: SubmissionInput,
): Promise<Submitted> {
  authorise(actorFor(party), 'objections.raise')
  const { request, package: packageId, rows } = input
  if (rows.length === 0 && !input.faults?.length) throw new ShuyuanError('objections.no_rows')
  const digest = sha256(canonicalJson({ request, packageId, rows }))
  const known = await submittedBefore(platform, party, idempotencyKey, digest)
  if (known?.status === 'done') return { submission: known, isNew: false }
  const delivered = await deliveredTo(platform, party.id, input)
  const checked = await checkRows(platform, delivered, rows, input.lineOf, input.faults)
  return withSteps(platform, submissionSteps, ['submissions'], async () => {
    const before = await submittedBefore(platform, party, idempotencyKey, digest)
    if (before) return { submission: before, isNew: false }
    const submission = await openSubmission(platform.ledger.db, {
      id: randomUUID(),
      party: partyName(party),
      actor: actor ?? partyName(party),
      idempotency: sha256(idempotencyKey),
      digest,
      request,
      sequence: delivered.delivery.sequence,
      foundation: delivered.request.foundation,
      rows: checked.length,
      at: platform.clock.now(),
      groups: groupsOf(checked),
    })
    await submissionStep.take(platform, submission, checked)
    const [taken = submission] = await listSubmissions(platform.ledger.db, { id: submission.id, limit: 1 })
    return { submission: taken, isNew: true }
  })
}

/** @throws ShuyuanError `objections.key_reused` when something else was sent under the key */
async function submittedBefore(
  platform: Platform,
  party: Party,
  key: string,
  digest: string,
): Promise<Submission | undefined> {
  const filter = { party: partyName(party), idempotency: sha256(key), limit: 1 }
  const [known] = await listSubmissions(platform.ledger.db, filter)
  if (known && known.digest !== digest) throw new ShuyuanError('objections.key_reused')
  return known
}

/** One group for each department's dataset, column and reason: each becomes one objection. */
function groupsOf(rows: CheckedRow[]): Submission['groups'] {
  const groups = new Map<string, Submission['groups'][number]>()
  for (const { dataset, column, reason } of rows) {
    const id = JSON.stringify([dataset, column, reason])
    const group = groups.get(id) ?? { dataset, column, reason, rows: 0, objections: [] }
    groups.set(id, { ...group, rows: group.rows + 1 })
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
}
