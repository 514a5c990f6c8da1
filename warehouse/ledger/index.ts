export { type AcceptedFile, acceptFile, isAccepted } from './accepted_files.ts'
export {
  type AuditEntry,
  type AuditHead,
  type AuditVerdict,
  appendAudit,
  appendAuditLines,
  auditEnd,
  auditHashAt,
  auditHead,
  firstAudit,
  verifyAudit,
} from './audit.ts'
export {
  type Delivery,
  finishDelivery,
  getDelivery,
  lastDelivery,
  listDeliveries,
  recordReceipt,
  startDelivery,
} from './deliveries.ts'
export { beginEventRun, eventBuild } from './event_runs.ts'
export {
  type AcceptedBatch,
  acceptBatches,
  batchesOf,
  type EventBatch,
  type EventSegment,
  findBatch,
  forgetBatches,
  openSegment,
  sealSegment,
  sendersOf,
} from './events.ts'
export {
  discardExtract,
  type ExtractDecision,
  isGivenUp,
  retryExtract,
} from './extract_decisions.ts'
export {
  beginExtract,
  EVENTS_BATCH,
  type Extract,
  type ExtractOutcome,
  findExtractLike,
  finishExtract,
  forgiveExtract,
  getExtract,
  type LandedFile,
  lastExtract,
  latestAsOf,
  listExtracts,
  overtakenBy,
  recordExtract,
  recordSegment,
  settledExtracts,
  takenAfter,
} from './extracts.ts'
export type { Problem } from './json.ts'
export {
  closeKeyDecision,
  type KeyDecision,
  listKeyDecisions,
  type NewKeyDecision,
  openKeyDecision,
} from './key_decisions.ts'
export { inTransaction, isLocked, withLock, withLocks } from './locks.ts'
export {
  connectLedger,
  isReachable,
  type Ledger,
  type LedgerDb,
  type LedgerOptions,
  openLedger,
} from './open.ts'
export {
  findOverride,
  listOverrides,
  type NewOverride,
  type Override,
  type OverrideKind,
  type OverrideStatus,
  openOverride,
  revokeOverride,
  useOverride,
} from './overrides/index.ts'
export { hasPersonalData, refusePersonalData } from './personal_data.ts'
export {
  findRelease,
  latestRelease,
  listReleases,
  type NewRelease,
  nextRelease,
  type Release,
} from './releases.ts'
export {
  carriedOut,
  carryReprocess,
  endReprocess,
  lastReprocesses,
  type NewReprocess,
  openReprocess,
  type Reprocess,
  unendedReprocess,
} from './reprocesses.ts'
export { APPEND_ONLY_TABLES, type LedgerRights, ledgerRights } from './rights.ts'
export {
  activeRuns,
  createRun,
  getRun,
  listRuns,
  type NewRun,
  type PlannedStage,
  type Run,
  retryRun,
  runsInTheWay,
} from './runs.ts'
export type {
  DeliveryKind,
  DeliveryStatus,
  ExtractMode,
  ExtractStatus,
  LedgerSchema,
  RunStatus,
  StageStatus,
} from './schema.ts'
export { findSighting, forgetSightings, recordSighting, type Sighting, sightingsOf } from './sightings.ts'
export {
  type Claim,
  claimStage,
  type Finish,
  finishStage,
  getStage,
  lastStage,
  readyStages,
  type Stage,
  type StageReport,
  stagesOf,
  stagesToQueue,
} from './stages.ts'
