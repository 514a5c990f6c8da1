import { ShuyuanError } from '../../core/errors.ts'
import { sha256, sha256File } from '../../core/hash.ts'
import type { Session } from '../engine/session.ts'
import { deletedPath, keyOfFile, positionEntries } from './deleted.ts'
import { CHANGE_FOLDER } from './feed.ts'
import { inTable, type Place } from './log.ts'
import { hasPositions } from './positions.ts'
import type { LogReader } from './snapshot.ts'
import { snapshotOf } from './state.ts'
import type { FileFault, Snapshot, Verified } from './types.ts'

/** The digest of the content in the name that `stage` gives a file. */
const DIGEST = /-([0-9a-f]{16})\.parquet$/

/**
 * Compares the files of the latest version and of `versions` with the log: that they are there, their size, and their
 * content with the digest in their names; the files of the change feed that are there; and the positions of deleted
 * rows with the deletion vectors. Reads every file once.
 * @param since only files written since then are read; of the others presence and size are compared
 */
export async function verifyTable(
  place: Place,
  session: Session,
  reader: LogReader,
  versions: number[],
  since = new Date(0),
): Promise<Verified> {
  const latest = await reader.latest()
  if (!latest) throw new ShuyuanError('lake.no_table', { table: place.table })
  const states = [latest]
  for (const version of new Set(versions))
    if (version !== latest.version) states.push(await reader.at(version))
  const snapshots = states.map((state) => snapshotOf(place, state))
  const recorded = new Map<string, number | undefined>()
  for (const path of await changeFiles(place)) recorded.set(path, undefined)
  for (const { files } of snapshots) for (const { path, size } of files) recorded.set(path, size)
  const verified: Verified = { files: 0, read: 0, bytes: 0, faults: [] }
  for (const [path, size] of recorded) await verifyFile(place, { path, size }, verified, since)
  for (const snapshot of snapshots) await verifyPositions(place, session, snapshot, verified, since)
  return verified
}

async function changeFiles(place: Place): Promise<string[]> {
  const paths = await place.store.list(inTable(place, CHANGE_FOLDER.replace(/\/$/, '')), { recursive: true })
  return paths.map((path) => path.slice(place.table.length + 1))
}

async function verifyFile(
  place: Place,
  { path, size }: { path: string; size: number | undefined },
  verified: Verified,
  since: Date,
): Promise<void> {
  const found = await place.store.stat(inTable(place, path))
  verified.files += 1
  verified.bytes += found?.size ?? 0
  const reads = found !== null && found.touched >= since
  if (reads) verified.read += 1
  const fault = found ? await faultOf(place, { path, size }, found.size, reads) : 'missing'
  if (fault) verified.faults.push({ path: inTable(place, path), fault })
}

async function faultOf(
  place: Place,
  { path, size: recorded }: { path: string; size: number | undefined },
  size: number,
  reads: boolean,
): Promise<FileFault['fault'] | undefined> {
  if (recorded !== undefined && recorded !== size) return 'size'
  const digest = DIGEST.exec(path)?.[1]
  if (digest === undefined) return 'nameless'
  if (!reads) return undefined
  const content = await sha256File(place.store.localPath(inTable(place, path)))
  return content.startsWith(digest) ? undefined : 'content'
}

async function verifyPositions(
  place: Place,
  session: Session,
  snapshot: Snapshot,
  verified: Verified,
  since: Date,
): Promise<void> {
  const path = deletedPath(snapshot)
  const found = path === null ? null : await place.store.stat(inTable(place, path))
  if (path === null || found === null || found.touched < since) return
  if (await hasPositions(place, session, positionEntries(place, snapshot))) return
  verified.faults.push({ path: inTable(place, path), fault: 'positions' })
}

/**
 * A digest of which files and deleted rows a version consists of; the names hold the digests of the contents, so that
 * it stands for all of its rows.
 */
export function contentOf({ files }: Pick<Snapshot, 'files'>): string {
  return sha256(files.map((file) => `${keyOfFile(file)} ${file.size}\n`).join(''))
}
