import './locale.ts'

export { type BucketInput, type BuiltBucket, buildBucket } from './build.ts'
export { type CarryOverInput, carryOver } from './carry_over.ts'
export type { BucketCounts } from './counts.ts'
export { type DiffInput, diff } from './diff.ts'
export { type GateFinding, gate } from './gate.ts'
export { type Attribute, type Resolution, resolutionOf } from './model.ts'
