import { bucketNumber, type Inputs, rowsIn } from './inputs.ts'

/** Input rows of buckets that are resolved together; a larger bucket is resolved alone. */
const ROWS_TOGETHER = 250_000

/**
 * Neighbouring buckets that are resolved by the same queries: planning them costs more than running them on few
 * rows. Decided from counts alone, so that memory stays bounded.
 */
export function bucketGroups(inputs: Inputs, buckets: number[]): number[][] {
  const sizes = new Map<number, number>()
  for (const { snapshot } of Object.values(inputs))
    for (const file of snapshot.files) {
      const bucket = bucketNumber(file)
      sizes.set(bucket, (sizes.get(bucket) ?? 0) + rowsIn([file]))
    }
  const groups: number[][] = []
  let room = 0
  for (const bucket of buckets) {
    const size = sizes.get(bucket) ?? 0
    const group = groups.at(-1)
    if (group && size <= room) group.push(bucket)
    else groups.push([bucket])
    room = (group && size <= room ? room : ROWS_TOGETHER) - size
  }
  return groups
}
