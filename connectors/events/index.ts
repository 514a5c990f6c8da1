export { BatchRefused, batchLimits, readBatch } from './batch.ts'
export { type EventFault, type EventFaultCode, eventFaultCodes } from './event.ts'
export { type LandedLines, landLines } from './land.ts'
export {
  type BatchRecord,
  listSegments,
  readSegment,
  removeSegment,
  SegmentWriter,
} from './segment.ts'
