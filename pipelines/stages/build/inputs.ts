import type { Foundation } from '../../../catalog/foundation.ts'
import type { DataFile, LakeTable, Snapshot, StagedFile } from '../../../warehouse/lake/index.ts'
import type { Release } from '../../../warehouse/ledger/index.ts'
import type { Platform } from '../../platform.ts'

/** The live rows that a build reads, fixed at its start. */
export type Inputs = Record<string, { table: LakeTable; snapshot: Snapshot }>

export async function readInputs(platform: Platform, foundation: Foundation): Promise<Inputs> {
  const inputs: Inputs = {}
  for (const dataset of foundation.datasets) {
    const table = platform.lake.table(`std/${dataset}`)
    if (await table.exists()) inputs[dataset] = { table, snapshot: await table.snapshot() }
  }
  return inputs
}

/** Every bucket for a first release or a new dataset; else those whose files changed since the last one. */
export async function bucketsToBuild(
  foundation: Foundation,
  inputs: Inputs,
  last: Release | undefined,
): Promise<number[]> {
  const all = Array.from({ length: foundation.buckets }, (_, bucket) => bucket)
  const changed = new Set<number>()
  for (const [dataset, { table, snapshot }] of Object.entries(inputs)) {
    const from = last?.inputs[dataset]
    if (from === undefined) {
      if (rowsIn(snapshot.files) > 0) return all
      continue
    }
    for (const bucket of await table.changedBuckets(from, snapshot.version)) changed.add(bucket)
  }
  return all.filter((bucket) => changed.has(bucket))
}

export function bucketNumber(file: DataFile): number {
  return Number(file.partitionValues.bucket)
}

export function rowsIn(files: (DataFile | StagedFile)[]): number {
  return files.reduce((sum, file) => sum + (file.rows ?? 0), 0)
}

export function versionsOf(inputs: Inputs): Record<string, number> {
  return Object.fromEntries(
    Object.entries(inputs).map(([dataset, { snapshot }]) => [dataset, snapshot.version]),
  )
}
