import { sql } from 'kysely'
import type { Foundation } from '../../catalog/foundation.ts'
import type { Relation } from '../engine/relation.ts'
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

/** A dataset's log as a build reads it, and what was added and deleted since the last release. */
export interface Input {
  table: LakeTable
  snapshot: Snapshot
  /** Files added since the last release; null when the log was not in it or was rewritten: all of it is new. */
  added: DataFile[] | null
  /** Files of which a late extract deleted rows since the last release, as they were then. */
  deleted: DeletedSince
}

interface DeletedSince {
  files: DataFile[]
  /** The deleted rows, in std's columns; undefined where there are none. */
  rows?: Relation
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
    inputs[dataset] = { table, snapshot, ...(await changedSince(table, snapshot, last?.inputs[dataset])) }
  }
  return inputs
}

/** The rows that were added to a log or deleted from it since the last release, or all; undefined where there are none. */
export function changedRows({ table, snapshot, added, deleted }: Input): Relation | undefined {
  if (!added) return table.select(snapshot)
  const parts = [
    ...(added.length > 0 ? [table.select(snapshot, { files: added })] : []),
    ...(deleted.rows ? [deleted.rows] : []),
  ]
  const queries = parts.map((rows) => sql`select * from ${rows}`)
  return queries.length > 0 ? sql`(${sql.join(queries, sql` union all by name `)})` : undefined
}

/** The files of which rows were added or deleted, with how many. */
export function changedFiles({ added, deleted }: Pick<Input, 'added' | 'deleted'>): DataFile[] {
  return [...(added ?? []), ...deleted.files]
}

const nothing: Pick<Input, 'added' | 'deleted'> = { added: [], deleted: { files: [] } }
const everything: Pick<Input, 'added' | 'deleted'> = { added: null, deleted: { files: [] } }

async function changedSince(
  table: LakeTable,
  snapshot: Snapshot,
  version: number | undefined,
): Promise<Pick<Input, 'added' | 'deleted'>> {
  if (version === undefined) return snapshot.files.length === 0 ? nothing : everything
  if (version === snapshot.version) return nothing
  const then = await table.snapshot({ version })
  const before = new Map(then.files.map((file) => [file.path, file]))
  const now = new Map(snapshot.files.map((file) => [file.path, file]))
  const added = snapshot.files.filter((file) => !before.has(file.path))
  const shrunk = then.files.filter((file) => (now.get(file.path)?.rows ?? 0) < file.rows)
  if (shrunk.length === 0) return { added, deleted: { files: [] } }
  if (!sameColumns(then, snapshot)) return everything
  const kept = snapshot.files.filter((file) => shrunk.some(({ path }) => path === file.path))
  const places = (at: Snapshot, files: DataFile[]) => table.select(at, { files, positions: true })
  return {
    added,
    deleted: {
      files: shrunk.map((file) => ({ ...file, rows: file.rows - (now.get(file.path)?.rows ?? 0) })),
      rows: sql`(select * exclude (_file, _row) from ${places(then, shrunk)} as t anti join (
        select _file, _row from ${places(snapshot, kept)}) as n on t._file = n._file and t._row = n._row)`,
    },
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
