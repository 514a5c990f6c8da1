export type { CycleResult } from './cycle.ts'
export { type Drainer, type DrainerOptions, startDrainer } from './drainer.ts'
export { type IntakeHealth, intakeHealth } from './health.ts'
export { eventDataset, eventDatasets, type Intake, openIntake, type SentBatch } from './intake.ts'
export { type EventJob, eventJobSchema, openEvents, sealEvents } from './payload.ts'
export { consumeEvents, sendEvents } from './queue.ts'
export { type ReceiptStatus, receiptStates, receiptStatus } from './receipt.ts'
export { type EventService, startEventService } from './service.ts'
export { type EventSettings, eventSettingsSchema } from './settings.ts'
export {
  assertGranted,
  type Grant,
  type Grants,
  type Issued,
  issueToken,
  openGrants,
} from './tokens.ts'
