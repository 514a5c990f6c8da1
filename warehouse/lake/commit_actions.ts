import { ShuyuanError } from '../../core/errors.ts'
import { type Action, type AddFile, type CdcFile, encodePath, type RemoveFile } from './actions.ts'
import { isBlindAppend } from './conflict.ts'
import { keyOfFile } from './deleted.ts'
import type { Place } from './log.ts'
import { COLUMNS_TAG, PROPERTIES } from './protocol.ts'
import { snapshotOf, type TableState } from './state.ts'
import type { Change, DataFile, StagedDelete, StagedFile } from './types.ts'

/** A change as it goes on a state: what stays is left out, deletions that leave no row are removals. */
interface Resolved {
  add: StagedFile[]
  remove: DataFile[]
  /** Files that stay with more rows deleted. */
  deletes: StagedDelete[]
  cdc: StagedFile[] | undefined
}

/** The actions of the commit that puts the change on the state at `time` (ms). */
export function actionsOf(
  place: Place,
  state: TableState,
  change: Change,
  commit: { txnId: string; time: number },
): Action[] {
  const { txnId, time } = commit
  const resolved = resolve(change)
  checkLive(place, state, resolved)
  const isChange = dataChangeOf(place, state, resolved)
  return [
    commitInfo(time, change.operation, isBlindAppend(change), txnId),
    { txn: { appId: change.txn.app, version: change.txn.version, lastUpdated: time } },
    ...resolved.remove.map((file) => ({ remove: removeOf(state, file, time, isChange(file)) })),
    ...resolved.deletes.map(({ file }) => ({ remove: removeOf(state, file, time, isChange(file)) })),
    ...resolved.add.map((file) => ({ add: { ...addOf(state, file, time), dataChange: isChange(file) } })),
    ...resolved.deletes.map((entry) => ({
      add: { ...withVector(state, entry), dataChange: isChange(entry.file) },
    })),
    ...(change.cdc ?? []).map((file) => ({ cdc: cdcOf(state, file) })),
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

/**
 * A file that is removed and added again has the same content (its name holds the digest): it just stays, if
 * none of its rows was deleted.
 */
function resolve(change: Change): Resolved {
  const added = new Set(change.add.map((file) => file.path))
  const whole = (change.remove ?? []).filter((file) => !file.deletionVector)
  const kept = new Set(whole.map((file) => file.path).filter((path) => added.has(path)))
  const gone = new Set((change.remove ?? []).map(keyOfFile))
  const deletes = (change.deletes ?? []).filter((entry) => !gone.has(keyOfFile(entry.file)))
  const ended = deletes.filter((entry) => !entry.deletionVector).map((entry) => entry.file)
  return {
    add: change.add.filter((file) => !kept.has(file.path)),
    remove: [...(change.remove ?? []).filter((file) => !kept.has(file.path)), ...ended],
    deletes: deletes.filter((entry) => entry.deletionVector),
    cdc: change.cdc,
  }
}

/** A path is live once at most: what is added must not be there already, unless it goes in this commit. */
function checkLive(place: Place, state: TableState, change: Resolved): void {
  const added = new Map(change.add.map((file) => [encodePath(file.path), file.path]))
  const removed = new Set(change.remove.map(keyOfFile))
  for (const [key, { path }] of state.files) {
    const twice = added.get(path)
    if (twice !== undefined && !removed.has(key))
      throw new ShuyuanError('lake.already_live', { table: place.table, file: twice })
  }
}

/** Which files change the content, as `Change.cdc` says. */
function dataChangeOf(
  place: Place,
  state: TableState,
  change: Resolved,
): (file: StagedFile | DataFile) => boolean {
  if (!change.cdc) return () => true
  if (!snapshotOf(place, state).changeFeed) {
    if (change.cdc.length > 0) throw new ShuyuanError('lake.change_feed_off', { table: place.table })
    return () => true
  }
  const buckets = (files: { bucket?: number | undefined }[]) => new Set(files.map((file) => file.bucket))
  const deleted = buckets(change.deletes.map((entry) => entry.file))
  const [added, removed, told] = [buckets(change.add), buckets(change.remove), buckets(change.cdc)]
  const isSame = (bucket: number | undefined) =>
    added.has(bucket) && (removed.has(bucket) || deleted.has(bucket)) && !told.has(bucket)
  const untold = [...added, ...removed, ...deleted].find((bucket) => !told.has(bucket) && !isSame(bucket))
  if (told.size > 0 && untold !== undefined) {
    throw new ShuyuanError('lake.changes_missing', { table: place.table, bucket: untold })
  }
  return (file) => !isSame(file.bucket)
}

/** The addition of a staged file at `time` (ms). */
export function addOf(state: TableState, file: StagedFile, time: number): Omit<AddFile, 'dataChange'> {
  const { partitionValues, size, stats } = file
  const path = encodePath(file.path)
  return { path, partitionValues, size, modificationTime: time, stats, ...tagsOf(state, file) }
}

/** Added again with its vector, otherwise as it was. Bounds then include rows that are deleted. */
function withVector(state: TableState, { file, deletionVector }: StagedDelete): Omit<AddFile, 'dataChange'> {
  const { modificationTime, partitionValues, size, stats, tags } = entryOf(state, file) ?? {}
  const path = encodePath(file.path)
  return {
    path,
    partitionValues: partitionValues ?? file.partitionValues,
    size: size ?? file.size,
    modificationTime: modificationTime ?? file.modificationTime,
    stats: looseStats(stats ?? file.stats ?? '{}'),
    ...(tags ? { tags } : {}),
    ...(deletionVector ? { deletionVector } : {}),
  }
}

const entryOf = (state: TableState, file: DataFile) => state.files.get(keyOfFile(file))

/** Statistics that say their bounds are not tight; the digits of numbers stay as they are. */
function looseStats(stats: string): string {
  const parsed: Record<string, unknown> = JSON.parse(stats)
  if (parsed.tightBounds === undefined) return stats.replace(/\}\s*$/, ',"tightBounds":false}')
  return stats.replace(/("tightBounds"\s*:\s*)true/, '$1false')
}

/** The removal of a live file at `time` (ms). */
export function removeOf(state: TableState, file: DataFile, time: number, dataChange: boolean): RemoveFile {
  const { partitionValues, size, deletionVector } = file
  const tags = entryOf(state, file)?.tags
  return {
    path: encodePath(file.path),
    deletionTimestamp: time,
    dataChange,
    extendedFileMetadata: true,
    partitionValues,
    size,
    ...(tags ? { tags } : {}),
    ...(deletionVector ? { deletionVector } : {}),
  }
}

function cdcOf(state: TableState, file: StagedFile): CdcFile {
  const { partitionValues, size } = file
  return { path: encodePath(file.path), partitionValues, size, dataChange: false, ...tagsOf(state, file) }
}

/** In a table that columns were added to, each file says how many it holds. */
function tagsOf(state: TableState, file: StagedFile) {
  const isEvolved = state.metaData?.configuration?.[PROPERTIES.firstColumns] !== undefined
  return isEvolved ? { tags: { [COLUMNS_TAG]: String(file.columns) } } : {}
}
