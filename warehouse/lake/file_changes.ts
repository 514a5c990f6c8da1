import type { Action, AddFile, RemoveFile } from './actions.ts'
import { fileKey } from './actions.ts'
import { deletedRows } from './deletion_vector/descriptor.ts'
import { minus, type RowSet } from './deletion_vector/row_set.ts'
import type { Place } from './log.ts'
import type { Mask } from './relation.ts'

/** Rows of one file that a commit inserted or deleted. */
export interface FileChange {
  type: 'insert' | 'delete'
  /** Of the file; paths as in the log. */
  entry: Pick<AddFile | RemoveFile, 'path' | 'partitionValues' | 'tags'>
  /** Which rows; null: all. */
  rows: { id: string; set: RowSet; keeps: Mask['keeps'] } | null
}

/**
 * What a commit without change rows did, from its files: removed rows were deleted, added ones inserted. Of a
 * file that is removed and added again only the rows whose deletion differs.
 */
export function derivedChanges(place: Place, actions: Action[]): FileChange[] {
  const removed = new Map<string, RemoveFile>()
  for (const { remove } of actions) if (remove?.dataChange) removed.set(remove.path, remove)
  const added = actions.flatMap(({ add }) => (add?.dataChange ? [add] : []))
  const again = new Set(added.map((add) => add.path).filter((path) => removed.has(path)))
  return [
    ...[...removed.values()]
      .filter((remove) => !again.has(remove.path))
      .map((it) => live(place, 'delete', it)),
    ...added.flatMap((add) => {
      const before = removed.get(add.path)
      return before ? differences(place, before, add) : [live(place, 'insert', add)]
    }),
  ]
}

/** All rows of the file that are not deleted. */
function live(place: Place, type: FileChange['type'], entry: AddFile | RemoveFile): FileChange {
  if (!entry.deletionVector) return { type, entry, rows: null }
  return { type, entry, rows: { id: fileKey(entry), set: rowsOf(place, entry), keeps: 'others' } }
}

function differences(place: Place, before: RemoveFile, after: AddFile): FileChange[] {
  const [old, now] = [rowsOf(place, before), rowsOf(place, after)]
  const change = (type: FileChange['type'], set: RowSet): FileChange => ({
    type,
    entry: after,
    rows: { id: `${type} ${fileKey(before)} ${fileKey(after)}`, set, keeps: 'these' },
  })
  return [change('delete', minus(now, old)), change('insert', minus(old, now))].filter(
    ({ rows }) => (rows?.set.size ?? 0) > 0,
  )
}

/** A removal does not say how many rows its file holds, so their number is not checked. */
const rowsOf = (place: Place, entry: AddFile | RemoveFile) =>
  deletedRows({ table: place.table, file: entry.path, rows: Number.POSITIVE_INFINITY }, entry.deletionVector)
