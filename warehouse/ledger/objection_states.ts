import { ShuyuanError } from '../../core/errors.ts'
import './locale.ts'

/** Where an objection (Article 45) stands. */
export const objectionStates = [
  'raised',
  'accepted',
  'marked',
  'verified',
  'corrected',
  'rejected',
  'lifted',
] as const
export type ObjectionState = (typeof objectionStates)[number]

/**
 * What can happen to an objection. `mark` and `lift`: its marks are in, or out of, a release. `again`: its rows fail
 * again; `progress`: part of its rows are mended; `remind`, `escalate`: its days run out, ran out. Those four change
 * nothing of its state.
 */
export const objectionEvents = [
  'accept',
  'mark',
  'verify',
  'correct',
  'reject',
  'lift',
  'reopen',
  'again',
  'progress',
  'remind',
  'escalate',
] as const
export type ObjectionEvent = (typeof objectionEvents)[number]

type Row = Record<ObjectionEvent, ObjectionState | null>

/** Every state × every event; `null`: refused. A correction closes an objection from wherever it stands. */
export const objectionTransitions: Record<ObjectionState, Row> = {
  raised: open('raised', { accept: 'accepted' }),
  accepted: open('accepted', { mark: 'marked', verify: 'verified' }),
  marked: open('marked', { verify: 'verified' }),
  verified: open('verified', {}),
  corrected: row({ lift: 'lifted', reopen: 'raised' }),
  rejected: row({ lift: 'lifted', reopen: 'raised' }),
  lifted: row({ reopen: 'raised' }),
}

function open(state: ObjectionState, more: Partial<Row>): Row {
  const stays = { again: state, progress: state, remind: state, escalate: state }
  return row({ ...stays, correct: 'corrected', reject: 'rejected', ...more })
}

function row(allowed: Partial<Row>): Row {
  const nothing = Object.fromEntries(objectionEvents.map((event) => [event, null])) as Row
  return { ...nothing, ...allowed }
}

/** States in which somebody still has to act. */
export const openStates = [
  'raised',
  'accepted',
  'marked',
  'verified',
] as const satisfies readonly ObjectionState[]
/** States in which the rows are marked in the foundation. */
export const markingStates = ['accepted', 'marked', 'verified'] as const satisfies readonly ObjectionState[]

export function isOpen(state: ObjectionState): boolean {
  return openStates.some((each) => each === state)
}

/** The state after `event`. @throws ShuyuanError `ledger.bad_transition` naming the objection */
export function nextObjectionState(id: number, state: ObjectionState, event: ObjectionEvent): ObjectionState {
  const next = objectionTransitions[state][event]
  if (!next) throw new ShuyuanError('ledger.bad_transition', { subject: `objection ${id}`, state, event })
  return next
}
