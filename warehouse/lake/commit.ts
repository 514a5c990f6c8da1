import { randomUUID } from 'node:crypto'
import type { Clock } from '../../core/clock.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { type Action, type CdcFile, encodePath } from './actions.ts'
import { checkConflict, isBlindAppend } from './conflict.ts'
import {
  commitPath,
  inTable,
  type Place,
  printActions,
  readCommit,
  readCommits,
  requireCommit,
} from './log.ts'
import type { LogReader } from './snapshot.ts'
import { snapshotOf, type TableState } from './state.ts'
import type { Change, DataFile, StagedFile } from './types.ts'

/** What committing works with. */
export interface Committer {
  place: Place
  reader: LogReader
  clock: Clock
}

/**
 * Publishes a change as the next version, or finds that its transaction is published already. Writers meet at
 * `putIfAbsent`: who loses checks what the winner did and tries the version after it.
 */
export async function commitChange(committer: Committer, change: Change): Promise<number> {
  const { place, reader } = committer
  const txnId = randomUUID()
  let checked = change.readVersion
  let verified = false
  for (;;) {
    const state = await reader.latest()
    if (!state) throw new ShuyuanError('lake.no_table', { table: place.table })
    const done = await committedVersion(place, state, change.txn)
    if (done !== null) return done
    for (const { version, actions } of await readCommits(place, checked + 1, state.version)) {
      checkConflict(place, change, version, actions)
    }
    checked = state.version
    if (!verified) await verifyFiles(committer, change)
    verified = true
    const actions = actionsOf(committer, state, change, txnId)
    if (await tryCommit(place, state.version + 1, actions, txnId)) return state.version + 1
  }
}

/** The version that committed the transaction; null when it is still to do. */
async function committedVersion(place: Place, state: TableState, txn: Change['txn']): Promise<number | null> {
  const known = state.txns.get(txn.app)
  if (!known || known.version < txn.version) return null
  for (let version = state.version; version >= 0; version--) {
    const actions = await requireCommit(place, version)
    if (actions.some((entry) => entry.txn?.appId === txn.app && entry.txn.version === txn.version))
      return version
  }
  throw new ShuyuanError('lake.txn_out_of_order', {
    table: place.table,
    app: txn.app,
    known: known.version,
    asked: txn.version,
  })
}

/**
 * Puts the commit. False when another writer has that version. After a lost reply or a failed call the version
 * is read back: if the transaction id in it is ours, the commit happened.
 */
export async function tryCommit(
  place: Place,
  version: number,
  actions: Action[],
  txnId: string,
): Promise<boolean> {
  const isOurs = async () => {
    const found = await readCommit(place, version)
    return found?.some((entry) => entry.commitInfo?.txnId === txnId) ?? false
  }
  try {
    return (
      (await place.store.putIfAbsent(commitPath(place, version), printActions(actions))) || (await isOurs())
    )
  } catch (error) {
    if (await isOurs()) return true
    throw error
  }
}

/** Staged files must be there whole, removed ones must be live in the version that was read. */
async function verifyFiles(committer: Committer, change: Change): Promise<void> {
  const { place, reader } = committer
  for (const file of [...change.add, ...(change.cdc ?? [])]) {
    const found = await place.store.stat(inTable(place, file.path))
    if (found?.size !== file.size)
      throw new ShuyuanError('lake.staged_missing', { table: place.table, file: file.path })
  }
  if (!change.remove?.length) return
  const read = await reader.at(change.readVersion)
  const gone = change.remove.find((file) => !read.files.has(encodePath(file.path)))
  if (gone)
    throw new ShuyuanError('lake.not_live', {
      table: place.table,
      file: gone.path,
      version: change.readVersion,
    })
}

function actionsOf(committer: Committer, state: TableState, change: Change, txnId: string): Action[] {
  const { place, clock } = committer
  const time = Math.max(clock.now().getTime(), state.time + 1)
  const { add, remove } = withoutKept(change)
  const live = add.find((file) => state.files.has(encodePath(file.path)))
  if (live) throw new ShuyuanError('lake.already_live', { table: place.table, file: live.path })
  const isChange = dataChangeOf(place, state, { ...change, add, remove })
  return [
    commitInfo(time, change.operation, isBlindAppend(change), txnId),
    { txn: { appId: change.txn.app, version: change.txn.version, lastUpdated: time } },
    ...remove.map((file) => ({ remove: { ...removeOf(file, time), dataChange: isChange(file) } })),
    ...add.map((file) => ({ add: { ...addOf(file, time), dataChange: isChange(file) } })),
    ...(change.cdc ?? []).map((file) => ({ cdc: cdcOf(file) })),
  ]
}

/** The first action of every commit. */
export function commitInfo(time: number, operation: string, blind: boolean, txnId: string): Action {
  const info = {
    inCommitTimestamp: time,
    timestamp: time,
    operation,
    operationParameters: {},
    isBlindAppend: blind,
    txnId,
    engineInfo: 'shuyuan',
  }
  return { commitInfo: info }
}

/** A file that is removed and added again has the same content (its name holds the digest): it just stays. */
function withoutKept(change: Change): { add: StagedFile[]; remove: DataFile[] } {
  const added = new Set(change.add.map((file) => file.path))
  const removed = new Set((change.remove ?? []).map((file) => file.path))
  return {
    add: change.add.filter((file) => !removed.has(file.path)),
    remove: (change.remove ?? []).filter((file) => !added.has(file.path)),
  }
}

/** Which files change the content, as `Change.cdc` says. */
function dataChangeOf(
  place: Place,
  state: TableState,
  change: Change,
): (file: StagedFile | DataFile) => boolean {
  if (!change.cdc) return () => true
  if (!snapshotOf(place, state).changeFeed) {
    if (change.cdc.length > 0) throw new ShuyuanError('lake.change_feed_off', { table: place.table })
    return () => true
  }
  const buckets = (files: { bucket?: number | undefined }[]) => new Set(files.map((file) => file.bucket))
  const [added, removed, told] = [buckets(change.add), buckets(change.remove ?? []), buckets(change.cdc)]
  const isSame = (bucket: number | undefined) => added.has(bucket) && removed.has(bucket) && !told.has(bucket)
  const untold = [...added, ...removed].find((bucket) => !told.has(bucket) && !isSame(bucket))
  if (told.size > 0 && untold !== undefined) {
    throw new ShuyuanError('lake.changes_missing', { table: place.table, bucket: untold })
  }
  return (file) => !isSame(file.bucket)
}

function addOf(file: StagedFile, time: number) {
  const { partitionValues, size, stats } = file
  return { path: encodePath(file.path), partitionValues, size, modificationTime: time, stats }
}

function removeOf(file: DataFile, time: number) {
  const { partitionValues, size } = file
  return {
    path: encodePath(file.path),
    deletionTimestamp: time,
    extendedFileMetadata: true,
    partitionValues,
    size,
  }
}

function cdcOf(file: StagedFile): CdcFile {
  return {
    path: encodePath(file.path),
    partitionValues: file.partitionValues,
    size: file.size,
    dataChange: false,
  }
}
