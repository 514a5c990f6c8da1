import type { ColumnType } from 'kysely'
import type { ObjectionEvent, ObjectionState } from './objection_states.ts'

type Json = ColumnType<unknown, string, string>
type Fixed<T> = ColumnType<T, T, never>
type FixedOptional<T> = ColumnType<T | null, T | null | undefined, never>
type Counted = ColumnType<number, number | undefined, number>

export const objectionCauses = ['rule', 'disagreement', 'code_check', 'consumer', 'person'] as const
export type ObjectionCause = (typeof objectionCauses)[number]

/** An objection: who must act on what, and how far it is. Its rows are in the lake (`objections/items`). */
export interface ObjectionsTable {
  /** Without gaps, in the order of raising. */
  id: Fixed<number>
  cause: Fixed<ObjectionCause>
  /** Digest of what was objected to: raised twice, it is one. */
  fingerprint: Fixed<string>
  /** The dataset whose department must act. */
  dataset: Fixed<string>
  department: Fixed<string>
  field: FixedOptional<string>
  /** Violation code, or kind of disagreement. */
  code: FixedOptional<string>
  rule: FixedOptional<string>
  ruleVersion: FixedOptional<number>
  foundation: Fixed<string>
  /** Column of the base table that is in doubt. */
  columnName: FixedOptional<string>
  /** The dataset that it is held against. */
  counterpart: FixedOptional<string>
  /** `platform`, `city:150100`, `department:x`, `person`. */
  raisedBy: Fixed<string>
  state: ObjectionState
  /** Month of the data, `YYYY-MM`. */
  period: FixedOptional<string>
  /** The extract that it was raised from. */
  extract: FixedOptional<number>
  itemsTotal: Counted
  itemsOpen: Counted
  itemsFixed: Counted
  raisedAt: Fixed<Date>
  /** Days (`YYYY-MM-DD`) by which to accept, verify and close it; null until the calendar of their year is known. */
  acceptDue: string | null
  verifyDue: string | null
  closeDue: string | null
  closedAt: Date | null
  reopened: Counted
  remindedAt: Date | null
  escalatedAt: Date | null
  /** Codes and counts; of an objection to an extract as a whole, its finding. */
  detail: Json
}

/** One thing that happened to an objection. Rows can be added, never changed or removed: triggers refuse it. */
export interface ObjectionEventsTable {
  objection: Fixed<number>
  seq: Fixed<number>
  at: Fixed<Date>
  actor: Fixed<string>
  event: Fixed<ObjectionEvent | 'raise'>
  fromState: Fixed<ObjectionState | null>
  toState: Fixed<ObjectionState>
  reason: Fixed<string | null>
  detail: Json
}

export const noticeKinds = ['reminder', 'escalation'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** A reminder or escalation that a department is sent; one of a kind and due day for an objection. */
export interface NoticesTable {
  objection: Fixed<number>
  kind: Fixed<NoticeKind>
  department: Fixed<string>
  /** What is due: to accept, verify or close. */
  step: Fixed<'accept' | 'verify' | 'close'>
  at: Fixed<Date>
  due: Fixed<string>
}

export const objectionStepKinds = [
  'reprocess',
  'extract',
  'release',
  'raise',
  'reject',
  'correct',
  'answer',
  'reopen',
] as const
export type ObjectionStepKind = (typeof objectionStepKinds)[number]

/**
 * One change of a dataset's items in the lake. `step` is the version of its transaction there, so that a step that
 * was cut off is finished, never done twice.
 */
export interface ObjectionStepsTable {
  dataset: Fixed<string>
  step: Fixed<number>
  kind: Fixed<ObjectionStepKind>
  /** Number of the last extract, of the release, of the objection, or of the answers. */
  subject: Fixed<number>
  status: ColumnType<'open' | 'done', undefined, 'done'>
  at: Fixed<Date>
}

/** What a city submitted at once, from its acceptance until its rows are objected to. */
export interface ObjectionSubmissionsTable {
  number: Fixed<number>
  /** How the city names it. */
  id: Fixed<string>
  party: Fixed<string>
  actor: Fixed<string>
  /** Digest of the key under which it was sent: sent twice, it is one. */
  idempotency: Fixed<string>
  /** Digest of what was sent. */
  digest: Fixed<string>
  /** The city's request, and which of its packages the rows were received in. */
  request: Fixed<string>
  sequence: Fixed<number>
  foundation: Fixed<string>
  rows: Fixed<number>
  status: ColumnType<'open' | 'done' | 'dropped', undefined, 'done' | 'dropped'>
  at: Fixed<Date>
  withdrawnAt: ColumnType<Date | null, undefined, Date>
  groups: Json
}

/** Answers that a department gave at once. */
export interface ObjectionAnswersTable {
  number: Fixed<number>
  department: Fixed<string>
  actor: Fixed<string>
  /** Digest of what was answered: sent twice, it is one. */
  digest: Fixed<string>
  rows: Fixed<number>
  at: Fixed<Date>
  counts: Json
}
