import { sql } from 'kysely'
import { actorFor, authorise } from '../../../access/authorise.ts'
import { type Party, partyName } from '../../../access/party.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { render } from '../../../core/locale.ts'
import { withLock } from '../../../warehouse/ledger/locks.ts'
import { isOpen, type ObjectionState } from '../../../warehouse/ledger/objection_states.ts'
import type { Platform } from '../../platform.ts'
import { rejectObjection } from '../act.ts'
import { getObjection, listObjections } from '../ledger/list.ts'
import type { Objection, ObjectionHistory } from '../ledger/record.ts'
import { listSubmissions, type Submission, updateSubmission } from '../ledger/submissions.ts'
import { currentItems, type ItemEvent, openItems } from '../rows/items.ts'
import '../locale.ts'
import { statements } from './statements.ts'

/** How a submission stands: of its rows how many are in which state. Nothing of what others objected to. */
export interface Followed {
  submission: Submission
  objections: FollowedObjection[]
}

export interface FollowedObjection {
  objection: Pick<
    Objection,
    | 'id'
    | 'department'
    | 'state'
    | 'columnName'
    | 'code'
    | 'acceptDue'
    | 'verifyDue'
    | 'closeDue'
    | 'closedAt'
  >
  /** What happened to it, with the department's reasons. */
  events: Pick<ObjectionHistory, 'at' | 'event' | 'toState' | 'reason'>[]
  /** Rows of this submission, by what happened to them last. */
  rows: Partial<Record<ItemEvent, number>>
}

/** Submissions of a party, newest first; with `state`, those with an objection in it. */
export async function listSubmitted(
  platform: Platform,
  party: Party,
  filter: { state?: ObjectionState; open?: boolean; limit?: number; offset?: number } = {},
): Promise<{ submission: Submission; states: ObjectionState[] }[]> {
  const { db } = platform.ledger
  const { limit = 100, offset = 0, state, open } = filter
  const isNarrow = state !== undefined || open !== undefined
  const found = await listSubmissions(db, {
    party: partyName(party),
    ...(isNarrow ? {} : { limit, offset }),
  })
  const ids = [...new Set(found.flatMap(objectionsOf))]
  const states = new Map((await listObjections(db, { ids })).map((each) => [each.id, each.state]))
  const listed = found.map((submission) => ({
    submission,
    states: [...new Set(objectionsOf(submission).flatMap((id) => states.get(id) ?? []))],
  }))
  const isWanted = ({ states: stood, submission }: (typeof listed)[number]) =>
    (state === undefined || stood.includes(state)) &&
    (open === undefined || open === (submission.withdrawnAt === null && stood.some(isOpen)))
  return isNarrow ? listed.filter(isWanted).slice(offset, offset + limit) : listed
}

/** One of a party's submissions. @throws ShuyuanError `objections.unknown_submission`, another party's too */
export async function followSubmission(platform: Platform, party: Party, id: string): Promise<Followed> {
  const submission = await submissionOf(platform, party, 'submission.read', id)
  const objections: FollowedObjection[] = []
  for (const number of objectionsOf(submission)) {
    const { events, ...objection } = await getObjection(platform.ledger.db, number)
    const shown = events.filter(({ event }) => SHOWN.has(event))
    objections.push({
      objection,
      events: shown.map(({ at, event, toState, reason }) => ({ at, event, toState, reason })),
      rows: await rowsOf(platform, submission, objection),
    })
  }
  return { submission, objections }
}

/**
 * Takes a submission back. Objections that hold rows of nobody else end; the others go on without it.
 * @throws ShuyuanError `objections.unknown_submission`, `objections.already_closed`
 */
export async function withdrawSubmission(platform: Platform, party: Party, id: string): Promise<Submission> {
  const { db } = platform.ledger
  return withLock(db, 'objection submissions', async () => {
    const submission = await submissionOf(platform, party, 'submission.withdraw', id)
    if (submission.withdrawnAt) return submission
    const objections = await listObjections(db, { ids: objectionsOf(submission) })
    if (!objections.some(({ state }) => isOpen(state)))
      throw new ShuyuanError('objections.already_closed', { submission: id })
    const others = (await listSubmissions(db)).filter(
      ({ number, withdrawnAt }) => number !== submission.number && withdrawnAt === null,
    )
    const shared = new Set(others.flatMap(objectionsOf))
    for (const { id: number, state, cause } of objections) {
      if (cause !== 'consumer' || shared.has(number) || !isOpen(state)) continue
      await rejectObjection(platform, number, {
        actor: partyName(party),
        reason: render('zh-CN', 'objections.withdrawn'),
      })
    }
    return updateSubmission(db, submission.number, { withdrawnAt: platform.clock.now() })
  })
}

const SHOWN: ReadonlySet<string> = new Set([
  'raise',
  'accept',
  'mark',
  'verify',
  'correct',
  'reject',
  'lift',
  'reopen',
])

async function submissionOf(
  platform: Platform,
  party: Party,
  act: 'submission.read' | 'submission.withdraw',
  id: string,
): Promise<Submission> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
  const [found] = isId ? await listSubmissions(platform.ledger.db, { id }) : []
  return authorise(actorFor(party), act, found)
}

function objectionsOf({ groups }: Submission): number[] {
  return [...new Set(groups.flatMap(({ objections }) => objections))].sort((a, b) => a - b)
}

async function rowsOf(
  platform: Platform,
  { number }: Submission,
  { id, dataset }: Pick<Objection, 'id' | 'dataset'>,
): Promise<FollowedObjection['rows']> {
  const submitted = await statements(platform, number)
  if (!submitted) return {}
  const { events } = await openItems(platform.lake, dataset)
  const rows = await platform.engine.rows<{ event: ItemEvent; n: number }>(
    sql`select s.event, count(*)::double as n from ${currentItems(events())} as s join ${submitted} as m using (item, cause)
      where s.objection = ${sql.lit(id)} and m.dataset = ${sql.lit(dataset)} group by 1 order by 1`,
  )
  return Object.fromEntries(rows.map(({ event, n }) => [event, n]))
}
