import type { ColumnType, Generated } from 'kysely'
import type {
  NoticesTable,
  ObjectionAnswersTable,
  ObjectionEventsTable,
  ObjectionStepsTable,
  ObjectionSubmissionsTable,
  ObjectionsTable,
} from './objections_schema.ts'
import type { GateOverridesTable } from './overrides/schema.ts'

/** A jsonb column: read as parsed JSON of unknown shape (checked with zod by its repository), written as JSON text. */
type Json = ColumnType<unknown, string, string>
/** Set once, at insert. */
type Fixed<T> = ColumnType<T, T, never>
/** Set once, at insert, with a default of the database's. */
type FixedDefault<T> = ColumnType<T, T | undefined, never>

export const formats = ['csv', 'xlsx', 'jsonl', 'parquet', 'arrow', 'archive'] as const
export const extractModes = ['full', 'delta'] as const
export type ExtractMode = (typeof extractModes)[number]
export const extractStatuses = ['landed', 'ingested', 'blocked', 'failed', 'withdrawn'] as const
export type ExtractStatus = (typeof extractStatuses)[number]
export const runStatuses = ['running', 'succeeded', 'failed', 'blocked'] as const
export type RunStatus = (typeof runStatuses)[number]
export const stageStatuses = ['pending', 'running', 'succeeded', 'failed', 'blocked', 'skipped'] as const
export type StageStatus = (typeof stageStatuses)[number]
export const deliveryStatuses = ['building', 'delivered', 'received'] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]
export type DeliveryKind = 'full' | 'incremental'
export type KeyDecisionAction = 'decide' | 'none' | 'undo'

/** One landed file of a dataset. Row counts are set when it has been ingested. */
export interface ExtractsTable {
  dataset: Fixed<string>
  seq: Fixed<number>
  department: Fixed<string>
  sha256: Fixed<string>
  fileName: Fixed<string>
  bytes: Fixed<number>
  format: Fixed<string>
  mode: Fixed<ExtractMode>
  asOf: Fixed<Date>
  batch: Fixed<string | null>
  landedAt: Fixed<Date>
  status: ColumnType<ExtractStatus, ExtractStatus | undefined, ExtractStatus>
  received: number | null
  accepted: number | null
  quarantined: number | null
  warned: number | null
  ruleset: string | null
  detail: Json
  /** How often it was begun; see `beginExtract`. */
  attempts: ColumnType<number, number | undefined, number>
}

/** How a file of a drop folder looked when it was last seen: tells a file that is still being written. */
export interface SightingsTable {
  path: Fixed<string>
  dataset: string
  size: number
  /** Nanoseconds, as text: more digits than a JavaScript number holds. */
  mtimeNs: string
  sha256: string | null
  seq: number | null
  seenAt: Date
}

/** An officer's decision to take a file whose name dates it in the future, as it was then. */
export interface AcceptedFilesTable {
  path: Fixed<string>
  size: Fixed<number>
  /** Nanoseconds, as text, as in sightings. */
  mtimeNs: Fixed<string>
  dataset: Fixed<string>
  officer: Fixed<string>
  account: Fixed<string>
  reason: Fixed<string>
  acceptedAt: Fixed<Date>
}

export interface RunsTable {
  id: Generated<number>
  targets: Fixed<string[]>
  plan: ColumnType<unknown, string, never>
  trigger: Fixed<string>
  status: ColumnType<RunStatus, RunStatus | undefined, RunStatus>
  startedAt: Fixed<Date>
  finishedAt: Date | null
}

export interface StagesTable {
  runId: Fixed<number>
  id: Fixed<string>
  /** Place in the plan, from 0. */
  position: Fixed<number>
  kind: Fixed<string>
  target: Fixed<string>
  after: Fixed<string[]>
  /** Starts once those before it have ended, however they ended. */
  always: FixedDefault<boolean>
  status: ColumnType<StageStatus, StageStatus | undefined, StageStatus>
  attempts: ColumnType<number, number | undefined, number>
  inputs: Json
  outputs: Json
  counts: Json
  problems: Json
  error: ColumnType<unknown, string | null, string | null>
  startedAt: Date | null
  finishedAt: Date | null
}

export interface ReleasesTable {
  foundation: Fixed<string>
  number: Fixed<number>
  tables: ColumnType<unknown, string, never>
  inputs: ColumnType<unknown, string, never>
  runId: Fixed<number | null>
  counts: ColumnType<unknown, string, never>
  createdAt: Fixed<Date>
}

export interface DeliveriesTable {
  request: Fixed<string>
  sequence: Fixed<number>
  release: number
  kind: DeliveryKind
  packageId: string | null
  sha256: string | null
  status: ColumnType<DeliveryStatus, DeliveryStatus | undefined, DeliveryStatus>
  rows: number | null
  detail: Json
  createdAt: Fixed<Date>
  receipt: ColumnType<unknown, string | null, string | null>
}

/** Rows can be added, never changed or removed: triggers refuse it. */
export interface AuditTable {
  seq: Fixed<number>
  at: Fixed<Date>
  actor: Fixed<string>
  action: Fixed<string>
  subject: Fixed<string>
  detail: ColumnType<unknown, string, never>
  previousHash: Fixed<string>
  hash: Fixed<string>
}

/** The last line of the audit log, kept apart so that lines cut off its end are missed. */
export interface AuditHeadTable {
  one: FixedDefault<boolean>
  seq: number
  hash: string
}

/** A part of the event log that one process writes. Once sealed, no batch is accepted into it any more. */
export interface EventSegmentsTable {
  segment: Fixed<string>
  dataset: Fixed<string>
  openedAt: Fixed<Date>
  sealedAt: Date | null
  /** The extract that it landed as; null: not landed, or nothing in it. */
  seq: number | null
}

/** An accepted batch of events. Its row is what makes it accepted. */
export interface EventBatchesTable {
  dataset: Fixed<string>
  department: Fixed<string>
  /** Keyed hash of the sender's idempotency key. */
  keyHash: Fixed<string>
  digest: Fixed<string>
  receipt: Fixed<string>
  segment: Fixed<string>
  events: Fixed<number>
  acceptedAt: Fixed<Date>
}

export interface EventLinesTable {
  receipt: Fixed<string>
  /** Line of the batch's first event in the landed extract, from 1. */
  firstLine: Fixed<number>
}

/** Who decided what about a record without a usable key. `pseudonym` names the chosen key, which is in the lake. */
export interface KeyDecisionsTable {
  dataset: Fixed<string>
  seq: Fixed<number>
  action: Fixed<KeyDecisionAction>
  of: Fixed<number | null>
  extract: Fixed<number>
  line: Fixed<number>
  pseudonym: Fixed<string | null>
  actor: Fixed<string>
  reason: Fixed<string>
  decidedAt: Fixed<Date>
  /** Open until the lake has the decision; dropped when it never got there. */
  status: ColumnType<'open' | 'done' | 'dropped', undefined, 'done' | 'dropped'>
}

export const reprocessStatuses = ['open', 'carried', 'done', 'dropped'] as const
export type ReprocessStatus = (typeof reprocessStatuses)[number]

/** A register made again from what was received: all of it, some extracts judged again, or one withdrawn. */
export interface ReprocessesTable {
  id: Generated<number>
  dataset: Fixed<string>
  withdrawn: Fixed<number | null>
  because: Fixed<'rules' | 'catalogue' | 'registers' | null>
  /** The extracts that are judged again; null: all. */
  extracts: Fixed<number[] | null>
  /** Id in the configuration. */
  officer: Fixed<string>
  /** Account of the operating system. */
  actor: Fixed<string>
  reason: Fixed<string>
  /** Open: nothing was changed yet. Carried: its rows are being put in place, and it must be finished. */
  status: ColumnType<ReprocessStatus, undefined, ReprocessStatus>
  startedAt: Fixed<Date>
  endedAt: Date | null
}

/** Tables of the PostgreSQL schema `ledger`, in camelCase; in the database their names are snake_case. */
export interface LedgerSchema {
  extracts: ExtractsTable
  sightings: SightingsTable
  acceptedFiles: AcceptedFilesTable
  runs: RunsTable
  reprocesses: ReprocessesTable
  stages: StagesTable
  releases: ReleasesTable
  deliveries: DeliveriesTable
  audit: AuditTable
  auditHead: AuditHeadTable
  keyDecisions: KeyDecisionsTable
  eventSegments: EventSegmentsTable
  eventBatches: EventBatchesTable
  eventLines: EventLinesTable
  gateOverrides: GateOverridesTable
  objections: ObjectionsTable
  objectionEvents: ObjectionEventsTable
  notices: NoticesTable
  objectionSteps: ObjectionStepsTable
  objectionSubmissions: ObjectionSubmissionsTable
  objectionAnswers: ObjectionAnswersTable
}
