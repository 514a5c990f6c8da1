import type { Session } from '../engine/session.ts'
import { encodePath, fileKey, rowCountOf } from './actions.ts'
import { deletedRows } from './deletion_vector/descriptor.ts'
import type { Place } from './log.ts'
import { ensurePositions, type PositionEntry, positionPath } from './positions.ts'
import type { DataFile, DeletedRows, Snapshot } from './types.ts'

/** What tells a data file with its vector from others. */
export const keyOfFile = (file: Pick<DataFile, 'path' | 'deletionVector'>) =>
  fileKey({ path: encodePath(file.path), deletionVector: file.deletionVector })

/** The snapshot with the positions of its deleted rows at hand for the engine. */
export async function withDeleted(place: Place, session: Session, snapshot: Snapshot): Promise<Snapshot> {
  const entries = positionEntries(place, snapshot)
  if (entries.length === 0) return snapshot
  const numbers = new Map(entries.map((entry, number) => [entry.id, number]))
  const deleted: DeletedRows = { path: await ensurePositions(place, session, entries), numbers }
  return { ...snapshot, deleted }
}

/** The deleted rows of each file that has some. */
export function positionEntries(place: Place, snapshot: Snapshot): PositionEntry[] {
  return maskedFiles(snapshot).map((file) => ({ id: keyOfFile(file), rows: () => deletedOf(place, file) }))
}

/**
 * Puts the positions of a new version where readers look for them, so that these need not write. The version is
 * published already and every reader makes them when they are missing, so a failure is left to it.
 */
export async function prepareDeleted(
  place: Place,
  session: Session,
  latest: () => Promise<Snapshot>,
): Promise<void> {
  try {
    await withDeleted(place, session, await latest())
  } catch {
    return
  }
}

const maskedFiles = (snapshot: Snapshot) => snapshot.files.filter((file) => file.deletionVector)

/** Path in the table of the snapshot's positions; null when no row is deleted. */
export function deletedPath(snapshot: Snapshot): string | null {
  const masked = maskedFiles(snapshot)
  return masked.length === 0 ? null : positionPath(masked.map(keyOfFile))
}

/** The share of the files' rows that are deleted, 0 to 1: what a reader reads for nothing. */
export function deletedShare(files: Pick<DataFile, 'rows' | 'deletionVector'>[]): number {
  const deleted = files.reduce((sum, file) => sum + (file.deletionVector?.cardinality ?? 0), 0)
  const live = files.reduce((sum, file) => sum + file.rows, 0)
  return deleted === 0 ? 0 : deleted / (deleted + live)
}

/** The rows of the file that are deleted. */
export function deletedOf(place: Place, file: DataFile) {
  const rows = rowCountOf(file.stats) ?? 0
  return deletedRows({ table: place.table, file: file.path, rows }, file.deletionVector)
}
