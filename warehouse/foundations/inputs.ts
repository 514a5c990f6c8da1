import { sql } from 'kysely'
import type { Foundation } from '../../catalog/foundation.ts'
import type { Relation } from '../engine/relation.ts'
import { contentVersion, lastCompaction } from '../lake/compact.ts'
import type { DataFile, LakeTable, Snapshot, StagedFile } from '../lake/types.ts'
import { latestAsOf } from '../ledger/extracts.ts'
import type { Release } from '../ledger/releases.ts'
import type { Warehouse } from '../warehouse.ts'

/** The values of a foundation that are in dispute (marks/<foundation>), as a build reads them. */
export interface Marks {
  table: LakeTable
  snapshot: Snapshot
  /** The last release was built from other marks. */
  changed: boolean
}

/** A dataset's log as a build reads it, and what changed in it. */
export interface Input {
  table: LakeTable
  snapshot: Snapshot
  /** Since the last release; null when the log was not in it or was rewritten: all of it is new. */
  changed: Changed | null
}

/** What was added to a log and deleted from it. */
interface Changed {
  /** Files that were added, and those of which a late extract deleted rows, with how many. */
  files: DataFile[]
  /** The rows, each a query in std's columns. */
  rows: Relation[]
}

/** The logs that a build reads, fixed at its start. */
export type Inputs = Record<string, Input>

export async function readInputs(
  warehouse: Warehouse,
  foundation: Foundation,
  last: Release | undefined,
): Promise<Inputs> {
  const inputs: Inputs = {}
  for (const dataset of foundation.datasets) {
    const table = warehouse.lake.table(`std/${dataset}`)
    if (!(await table.exists())) continue
    const snapshot = await table.snapshot()
    inputs[dataset] = { table, snapshot, changed: await changedSince(table, snapshot, last?.inputs[dataset]) }
  }
  return inputs
}

/** The rows that were added to a log or deleted from it since the last release, or all; undefined where there are none. */
export function changedRows({ table, snapshot, changed }: Input): Relation | undefined {
  if (!changed) return table.select(snapshot)
  return changed.rows.length > 0 ? sql`(${sql.join(changed.rows, sql` union all by name `)})` : undefined
}

/** The files of which rows were added or deleted, with how many. */
export function changedFiles({ changed }: Pick<Input, 'changed'>): DataFile[] {
  return changed?.files ?? []
}

async function changedSince(
  table: LakeTable,
  snapshot: Snapshot,
  version: number | undefined,
): Promise<Changed | null> {
  const changed: Changed = { files: [], rows: [] }
  if (version === undefined) return snapshot.files.length === 0 ? changed : null
  if (version >= contentVersion(snapshot)) return changed
  // A compaction puts files in the place of others with the same rows, so files are compared before it and after it.
  for (let until = snapshot; ; ) {
    const compaction = lastCompaction(until)
    const from = await table.snapshot({ version: Math.max(version, compaction) })
    const part = difference(table, from, until)
    if (!part) return null
    changed.files.push(...part.files)
    changed.rows.push(...part.rows)
    if (compaction <= version) return changed
    until = await table.snapshot({ version: compaction - 1 })
  }
}

/** What differs between two versions without a compaction from one to the other; null: nobody can tell. */
function difference(table: LakeTable, then: Snapshot, snapshot: Snapshot): Changed | null {
  const before = new Set(then.files.map((file) => file.path))
  const now = new Map(snapshot.files.map((file) => [file.path, file]))
  const added = snapshot.files.filter((file) => !before.has(file.path))
  const shrunk = then.files.filter((file) => (now.get(file.path)?.rows ?? 0) < file.rows)
  const rows = added.length > 0 ? [sql`select * from ${table.select(snapshot, { files: added })}`] : []
  if (shrunk.length === 0) return { files: added, rows }
  if (!sameColumns(then, snapshot)) return null
  const kept = snapshot.files.filter((file) => shrunk.some(({ path }) => path === file.path))
  const places = (at: Snapshot, files: DataFile[]) => table.select(at, { files, positions: true })
  const deleted = sql`select * exclude (_file, _row) from ${places(then, shrunk)} as t anti join (
    select _file, _row from ${places(snapshot, kept)}) as n on t._file = n._file and t._row = n._row`
  return {
    files: [
      ...added,
      ...shrunk.map((file) => ({ ...file, rows: file.rows - (now.get(file.path)?.rows ?? 0) })),
    ],
    rows: [...rows, deleted],
  }
}

function sameColumns(one: Snapshot, other: Snapshot): boolean {
  const names = ({ schema }: Snapshot) => schema.map(({ name }) => name).join()
  return one.definedAt === other.definedAt && names(one) === names(other)
}

/** When the newest extract behind the inputs was taken: the day that retention limits are held against. */
export async function asOfInputs(warehouse: Warehouse, inputs: Inputs): Promise<Date | undefined> {
  return latestAsOf(warehouse.ledger.db, Object.keys(inputs))
}

export function bucketNumber(file: DataFile | StagedFile): number {
  return Number(file.partitionValues.bucket)
}

export function rowsIn(files: (DataFile | StagedFile)[]): number {
  return files.reduce((sum, file) => sum + (file.rows ?? 0), 0)
}

/** Versions of what a build reads: the logs by their datasets, and marks/<foundation>. */
export function versionsOf(inputs: Inputs, marks: Marks | undefined): Record<string, number> {
  const logs = Object.entries(inputs).map(
    ([dataset, { snapshot }]) => [dataset, contentVersion(snapshot)] as const,
  )
  return Object.fromEntries(marks ? [...logs, [marks.table.name, marks.snapshot.version]] : logs)
}

/**
 * Number of the build's transaction in its tables: table versions only grow, so two builds have the same sum
 * only when they read the same rows. A build that was cut off is finished; one of newer rows is done anew.
 */
export function transactionOf(versions: Record<string, number>): number {
  return Object.values(versions).reduce((sum, version) => sum + version, 0)
}
