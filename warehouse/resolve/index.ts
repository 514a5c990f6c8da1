import './locale.ts'

export { type BucketInput, type BuiltBucket, buildBucket, columnsRead } from './build.ts'
export { codeCheck, type IssuingRegister } from './code_check.ts'
export { type DiffInput, diff } from './diff.ts'
export { type GateFinding, gate } from './gate.ts'
export {
  ambiguousKeyChanges,
  authorityOf,
  type KeyRegister,
  keyChanges,
  movedRows,
  subjectLog,
  subjectRows,
} from './key_changes.ts'
export { type LiveInput, liveColumns } from './live.ts'
export {
  type DumpInput,
  deltaRows,
  dumpRows,
  isBefore,
  liveRows,
  missingRows,
  notOfExtracts,
  type Position,
  takenUpTo,
  unretracted,
  withoutExtract,
} from './log.ts'
export { type Attribute, type Resolution, resolutionOf } from './model.ts'
export { manyRows, statesOf } from './states.ts'
export { type Disagreement, type Trace, type TracedElement, type TraceInput, trace } from './trace.ts'
export type { ExtractInfo, Place, SourceRecord } from './trace_sources.ts'
