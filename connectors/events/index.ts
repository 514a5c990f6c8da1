export { BatchRefused, batchLimits, readBatch } from './batch.ts'
export { type EventFault, type EventFaultCode, eventFaultCodes } from './event.ts'
export { type LandedLines, landLines } from './land.ts'
export {
  type BatchRecord,
  countSetAside,
  listSegments,
  readSegment,
  removeSegment,
  SegmentWriter,
  setSegmentAside,
} from './segment.ts'
