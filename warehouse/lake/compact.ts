import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { ShuyuanError } from '../../core/errors.ts'
import type { Session } from '../engine/session.ts'
import type { Action } from './actions.ts'
import { type Committer, tryCommit } from './commit.ts'
import { addOf, commitInfo, removeOf } from './commit_actions.ts'
import { keyOfFile } from './deleted.ts'
import { selectFrom } from './select.ts'
import { stageFiles } from './stage.ts'
import { snapshotOf, type TableState } from './state.ts'
import { boundsOf } from './stats.ts'
import { mergedStem, transactionsOf } from './transactions.ts'
import type { Compacted, CompactOptions, DataFile, Snapshot, StagedFile } from './types.ts'

/** The application whose transactions say which version a table was compacted from. */
const APP = 'compact'

/** Fewer files of one application and partition are left as they are, where the caller does not say how many. */
const FEWEST = 8
/** A file of so many bytes is large enough. */
const LARGE = 64 << 20
/** Rows that readers of one transaction skip or read together. */
const ROW_GROUP = 20_480

/**
 * The last version that changed what a table holds: its version, or the one before where that was a compaction. Two
 * versions with the same one have the same rows.
 */
export function contentVersion({ version, txns }: Pick<Snapshot, 'version' | 'txns'>): number {
  return version > 0 && lastCompaction({ txns }) === version ? version - 1 : version
}

/** The version that the last compaction up to this one made; 0: there was none. */
export function lastCompaction({ txns }: Pick<Snapshot, 'txns'>): number {
  const from = txns.get(APP)
  return from === undefined ? 0 : from + 1
}

/** Merges small files; see `LakeTable.compact`. */
export async function compactTable(
  { place, reader, clock }: Committer,
  session: Session,
  { column = '_extract', fewest = FEWEST }: CompactOptions,
): Promise<Compacted> {
  const state = await reader.latest()
  if (!state) throw new ShuyuanError('lake.no_table', { table: place.table })
  const snapshot = snapshotOf(place, state)
  const { schema, partitionBy, version } = snapshot
  const nothing = { version, merged: 0, into: 0 }
  // What came since the last compaction decides what is merged: without that there is nothing to do.
  if (lastCompaction(snapshot) === version) return nothing
  const groups = groupsOf(snapshot, column, fewest)
  const add: StagedFile[] = []
  const target = { place, schema, extra: [], partitionBy, folder: '' }
  for (const files of groups) {
    const rows = rowsInOrder(selectFrom(place, snapshot, { files, positions: true }), column, partitionBy)
    const { bucket } = files[0] ?? {}
    const options = {
      name: mergedStem(files),
      rowGroup: ROW_GROUP,
      ...(bucket === undefined ? {} : { bucket }),
    }
    const staged = await stageFiles(target, session, rows, options)
    checkRows(place.table, files, staged)
    add.push(...staged)
  }
  if (add.length === 0) return nothing
  const remove = groups.flat()
  for (;;) {
    const now = await reader.latest()
    if (!now || !stillHas(now, state, remove)) return nothing
    const txnId = randomUUID()
    const time = Math.max(clock.now().getTime(), now.time + 1)
    if (await tryCommit(place, now.version + 1, actionsOf(now, { add, remove }, { time, txnId }), txnId))
      return { version: now.version + 1, merged: remove.length, into: add.length }
  }
}

/** The rows of transactions one after the other, of each as they lie in its files. */
function rowsInOrder(rows: ReturnType<typeof selectFrom>, column: string, partitionBy: string[]) {
  const left = [...partitionBy, '_file', '_row'].map((name) => sql.id(name))
  return sql`SELECT * EXCLUDE (${sql.join(left)}) FROM ${rows} ORDER BY ${sql.id(column)}, _file, _row`
}

/** Files that are worth merging, each group by itself: of one partition and application. */
function groupsOf(snapshot: Snapshot, column: string, fewest: number): DataFile[][] {
  const groups = new Map<string, DataFile[]>()
  for (const file of snapshot.files) {
    const transactions = transactionsOf(file)
    if (!transactions || file.deletionVector || file.size >= LARGE) continue
    if (!namesItsTransaction(file, column)) continue
    const key = JSON.stringify([file.partitionValues, transactions.app])
    const group = groups.get(key)
    if (group) group.push(file)
    else groups.set(key, [file])
  }
  return [...groups.values()].map((files) => worthMerging(files, fewest)).filter((files) => files.length > 0)
}

/** Whether every row of the file has in the column the number of the transaction that brought it. */
function namesItsTransaction(file: DataFile, column: string): boolean {
  const transactions = transactionsOf(file)
  const bounds = boundsOf(file.stats, column)
  if (!transactions || !bounds || bounds.nulls !== 0) return false
  return bounds.min >= transactions.first && bounds.max <= transactions.last
}

/**
 * The smaller files, as many as are together no smaller than the largest of them: so a row is written again only where
 * its file at least doubles, and the files that stay are few.
 */
function worthMerging(files: DataFile[], fewest: number): DataFile[] {
  const bySize = [...files].sort((a, b) => a.rows - b.rows || (a.path < b.path ? -1 : 1))
  let [count, rows, bytes] = [0, 0, 0]
  for (const [at, file] of bySize.entries()) {
    bytes += file.size
    if (bytes > LARGE && at >= fewest) break
    if (at < fewest - 1 || file.rows <= rows) count = at + 1
    rows += file.rows
  }
  return count >= fewest ? bySize.slice(0, count) : []
}

function checkRows(table: string, files: DataFile[], staged: StagedFile[]): void {
  const rowsOf = (of: { rows: number }[]) => of.reduce((sum, { rows }) => sum + rows, 0)
  const [expected, found] = [rowsOf(files), rowsOf(staged)]
  if (expected !== found) throw new ShuyuanError('lake.rows_not_conserved', { table, expected, found })
}

/** Whether the files are as they were when they were read. */
function stillHas(now: TableState, read: TableState, files: DataFile[]): boolean {
  return now.metaData === read.metaData && files.every((file) => now.files.has(keyOfFile(file)))
}

function actionsOf(
  state: TableState,
  { add, remove }: { add: StagedFile[]; remove: DataFile[] },
  { time, txnId }: { time: number; txnId: string },
): Action[] {
  return [
    commitInfo(time, 'OPTIMIZE', false, txnId),
    { txn: { appId: APP, version: state.version, lastUpdated: time } },
    ...remove.map((file) => ({ remove: removeOf(state, file, time, false) })),
    ...add.map((file) => ({ add: { ...addOf(state, file, time), dataChange: false } })),
  ]
}
