import type { Foundation } from '../../../catalog/foundation.ts'
import type { DataFile, LakeTable, Snapshot, StagedFile } from '../../../warehouse/lake/index.ts'
import { latestAsOf, type Release } from '../../../warehouse/ledger/index.ts'
import type { Platform } from '../../platform.ts'
import type { Marks } from './marks.ts'

/** A dataset's log as a build reads it, and what was added since the last release. */
export interface Input {
  table: LakeTable
  snapshot: Snapshot
  /** Files added since the last release; null when the log was not in it or was rewritten: all of it is new. */
  added: DataFile[] | null
}

/** The logs that a build reads, fixed at its start. */
export type Inputs = Record<string, Input>

export async function readInputs(
  platform: Platform,
  foundation: Foundation,
  last: Release | undefined,
): Promise<Inputs> {
  const inputs: Inputs = {}
  for (const dataset of foundation.datasets) {
    const table = platform.lake.table(`std/${dataset}`)
    if (!(await table.exists())) continue
    const snapshot = await table.snapshot()
    inputs[dataset] = { table, snapshot, added: await addedSince(table, snapshot, last?.inputs[dataset]) }
  }
  return inputs
}

async function addedSince(
  table: LakeTable,
  snapshot: Snapshot,
  version: number | undefined,
): Promise<DataFile[] | null> {
  if (version === undefined) return snapshot.files.length === 0 ? [] : null
  if (version === snapshot.version) return []
  const before = new Set((await table.snapshot({ version })).files.map((file) => file.path))
  const added = snapshot.files.filter((file) => !before.has(file.path))
  return snapshot.files.length - added.length === before.size ? added : null
}

/** When the newest extract behind the inputs was taken: the day that retention limits are held against. */
export async function asOfInputs(platform: Platform, inputs: Inputs): Promise<Date | undefined> {
  return latestAsOf(platform.ledger.db, Object.keys(inputs))
}

export function bucketNumber(file: DataFile | StagedFile): number {
  return Number(file.partitionValues.bucket)
}

export function rowsIn(files: (DataFile | StagedFile)[]): number {
  return files.reduce((sum, file) => sum + (file.rows ?? 0), 0)
}

/** Versions of what a build reads: the logs by their datasets, and marks/<foundation>. */
export function versionsOf(inputs: Inputs, marks: Marks | undefined): Record<string, number> {
  const logs = Object.entries(inputs).map(([dataset, { snapshot }]) => [dataset, snapshot.version] as const)
  return Object.fromEntries(marks ? [...logs, [marks.table.name, marks.snapshot.version]] : logs)
}

/**
 * Number of the build's transaction in its tables: table versions only grow, so two builds have the same sum
 * only when they read the same rows. A build that was cut off is finished; one of newer rows is done anew.
 */
export function transactionOf(versions: Record<string, number>): number {
  return Object.values(versions).reduce((sum, version) => sum + version, 0)
}
