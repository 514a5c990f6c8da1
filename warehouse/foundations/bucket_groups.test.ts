import { expect, it } from 'vitest'
import { bucketGroups } from './buckets.ts'
import type { Inputs } from './inputs.ts'

const files = (rows: number[]) =>
  rows.map((each, bucket) => ({ rows: each, partitionValues: { bucket: String(bucket) } }))

const inputs = (...datasets: number[][]) =>
  Object.fromEntries(
    datasets.map((rows, at) => [`d${at}`, { snapshot: { files: files(rows) } }]),
  ) as unknown as Inputs

it('puts neighbouring buckets together up to a number of rows, and each bucket in one group', () => {
  expect(bucketGroups(inputs([10, 10, 10, 10]), [0, 1, 3])).toEqual([[0, 1, 3]])
  expect(bucketGroups(inputs([100_000, 100_000, 100_000]), [0, 1, 2])).toEqual([[0, 1], [2]])
  expect(bucketGroups(inputs([60_000, 60_000], [60_000, 80_000]), [0, 1])).toEqual([[0], [1]])
  expect(bucketGroups(inputs([900_000, 1, 1]), [0, 1, 2])).toEqual([[0], [1, 2]])
  expect(bucketGroups(inputs(), [])).toEqual([])
})
