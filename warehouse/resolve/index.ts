export { type BucketInput, type BuiltBucket, buildBucket } from './build.ts'
export type { BucketCounts } from './counts.ts'
