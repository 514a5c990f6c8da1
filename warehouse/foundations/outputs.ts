import { keepsHistory } from '../../catalog/dataset.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import type { Column } from '../engine/column.ts'
import { isCommitted } from '../lake/transactions.ts'
import type { LakeTable, Snapshot, StagedDelete, StagedFile } from '../lake/types.ts'
import { stateColumns } from '../tables/datasets.ts'
import { baseColumns, conflictColumns } from '../tables/foundations.ts'
import type { Warehouse } from '../warehouse.ts'
import { bucketNumber, rowsIn } from './inputs.ts'

/** A table of the foundation, as it stood when the build began. */
export interface Output {
  table: LakeTable
  before: Snapshot
  /** A build of the same inputs committed it before it was cut off: it is not staged again. */
  done: boolean
  /** The dataset whose states it holds; base and conflicts have none. */
  dataset?: string
}

export interface Outputs {
  base: Output
  conflicts: Output
  /** history/<dataset>, of the datasets that keep their past. */
  states: Output[]
}

/** Rows of one table, written and not yet visible to anyone. */
export interface Staged {
  add: StagedFile[]
  deletes: StagedDelete[]
  changes: StagedFile[]
  /** Buckets that `add` replaces whole, and buckets of which single rows change. */
  replaced: number[]
  changed: number[]
}

/** What a build staged, by table name. A table that is not named stays as it is. */
export type StagedTables = Map<string, Staged>

export async function openOutputs(
  warehouse: Warehouse,
  foundation: Foundation,
  transaction: number,
): Promise<Outputs> {
  const { catalogue } = warehouse
  const open = (name: string, columns: Column[], changeFeed: boolean) =>
    openOutput(warehouse, { name, columns, changeFeed }, transaction)
  const states: Output[] = []
  for (const id of foundation.datasets) {
    const dataset = datasetOf(catalogue, id)
    if (!keepsHistory(dataset)) continue
    states.push({
      ...(await open(`history/${id}`, stateColumns(catalogue, dataset), false)),
      dataset: id,
    })
  }
  return {
    base: await open(`base/${foundation.id}`, baseColumns(catalogue, foundation), true),
    conflicts: await open(`conflicts/${foundation.id}`, conflictColumns(foundation), false),
    states,
  }
}

async function openOutput(
  warehouse: Warehouse,
  wanted: { name: string; columns: Column[]; changeFeed: boolean },
  transaction: number,
): Promise<Output> {
  const table = warehouse.lake.table(wanted.name)
  await table.create(wanted.columns, {
    partitionBy: ['bucket'],
    changeFeed: wanted.changeFeed,
    deletionVectors: true,
    evolve: 'replace',
  })
  const before = await table.snapshot()
  return { table, before, done: isCommitted(before, { app: 'build', version: transaction }) }
}

/** Commits what was staged for a table as one version. */
export async function commitOutput(
  output: Output,
  staged: Staged,
  build: { transaction: number; feed: boolean },
): Promise<void> {
  if (output.done) return
  const replaced = new Set(staged.replaced)
  await output.table.commit({
    add: staged.add,
    deletes: staged.deletes,
    remove: output.before.files.filter((file) => replaced.has(bucketNumber(file))),
    ...(build.feed ? { cdc: staged.changes } : {}),
    readBuckets: [...new Set([...staged.replaced, ...staged.changed])],
    readVersion: output.before.version,
    txn: { app: 'build', version: build.transaction },
    operation: 'BUILD',
  })
}

/** Rows that the table will hold once `staged` is committed. */
export function rowsAfter({ before, done }: Output, staged: Staged | undefined): number {
  if (done || !staged) return rowsIn(before.files)
  const kept = before.files.filter((file) => !staged.replaced.includes(bucketNumber(file)))
  const deleted = staged.deletes.reduce((sum, each) => sum + each.rows, 0)
  return rowsIn(kept) - deleted + rowsIn(staged.add)
}

/** Parts of one table's work put together, in the order given. */
export function together(parts: Staged[]): Staged {
  const all = <T>(take: (part: Staged) => T[]) => parts.flatMap(take)
  return {
    add: all((part) => part.add),
    deletes: all((part) => part.deletes),
    changes: all((part) => part.changes),
    replaced: all((part) => part.replaced),
    changed: all((part) => part.changed),
  }
}
