import { ShuyuanError } from '../../core/errors.ts'
import { type Action, bucketIn, encodePath } from './actions.ts'
import type { Place } from './log.ts'
import type { Change } from './types.ts'

/** Whether a change depends on nothing it read, so that any order with other changes gives the same table. */
export const isBlindAppend = (change: Change) =>
  change.remove === undefined && change.deletes === undefined && change.readBuckets === undefined

/**
 * Refuses a change that a version committed since its `readVersion` invalidates (Spark's WriteSerializable):
 * new protocol, metadata or a transaction of the same application; and, unless it is a blind append, rows added
 * to or removed from the buckets it read, or a file that it removes or deletes rows of, and the other too: a
 * file whose deleted rows change is removed and added again.
 */
export function checkConflict(place: Place, change: Change, version: number, winner: Action[]): void {
  const reason = conflictWith(change, winner)
  if (!reason) return
  const fields = { table: place.table, version, operation: change.operation, reason }
  throw new ShuyuanError('lake.conflict', fields)
}

function conflictWith(change: Change, winner: Action[]): string | null {
  if (winner.some((entry) => entry.protocol || entry.metaData)) return 'the table was redefined'
  if (winner.some((entry) => entry.txn?.appId === change.txn.app))
    return `another transaction of ${change.txn.app}`
  if (isBlindAppend(change)) return null
  const ended = [...(change.remove ?? []), ...(change.deletes ?? []).map((entry) => entry.file)]
  const removed = new Set(ended.map((file) => encodePath(file.path)))
  const twice = winner.find((entry) => entry.remove && removed.has(entry.remove.path))
  if (twice) return `it removed ${twice.remove?.path}`
  const touched = winner.find((entry) => touchesRead(change, entry))
  return touched
    ? `it changed ${touched.add?.path ?? touched.remove?.path}, in a part that this change read`
    : null
}

function touchesRead(change: Change, entry: Action): boolean {
  const file = entry.add ?? entry.remove
  if (!file?.dataChange) return false
  if (!change.readBuckets) return true
  const bucket = bucketIn(file.partitionValues ?? {})
  return bucket === undefined || change.readBuckets.includes(bucket)
}
