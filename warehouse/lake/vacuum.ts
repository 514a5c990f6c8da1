import type { Clock } from '../../core/clock.ts'
import { ShuyuanError } from '../../core/errors.ts'
import type { Action } from './actions.ts'
import { deletedPath } from './deleted.ts'
import { type Place, readCommits } from './log.ts'
import type { LogReader } from './snapshot.ts'
import { snapshotOf, type TableState } from './state.ts'
import type { Vacuumed } from './types.ts'

export interface VacuumOptions {
  /** Versions that were the latest within this many hours stay readable; younger files are never touched. */
  retainHours: number
  /** Versions that stay readable, with all changes from the oldest of them to the latest. */
  keepVersions: number[]
}

/**
 * Removes files that nothing needs: not the latest version, not a version that was the latest within
 * `retainHours`, not a kept version, not the change feed after the oldest kept version; and leftovers of
 * interrupted work. Only files older than `retainHours` go. The log stays whole.
 */
export async function vacuumTable(
  place: Place,
  reader: LogReader,
  clock: Clock,
  options: VacuumOptions,
): Promise<Vacuumed> {
  const latest = await reader.latest()
  if (!latest) throw new ShuyuanError('lake.no_table', { table: place.table })
  const cutoff = new Date(clock.now().getTime() - Math.max(0, options.retainHours) * 3600_000)
  const needed = await neededPaths(place, reader, latest, options, cutoff)
  const result = { removed: 0, bytes: 0 }
  for (const path of await place.store.list(place.table, { recursive: true })) {
    const relative = path.slice(place.table.length + 1)
    if (needed.has(relative) || !isRemovable(relative)) continue
    const found = await place.store.stat(path)
    if (!found || found.modified >= cutoff) continue
    await place.store.remove(path)
    result.removed += 1
    result.bytes += found.size
  }
  return result
}

/** Data, change, position and staging files, and temporary files of the log; never the log itself. */
function isRemovable(path: string): boolean {
  if (path.startsWith('_delta_log/')) return path.startsWith('_delta_log/.tmp-')
  return path.startsWith('_staging/') || path.endsWith('.parquet')
}

/** Paths in the table that must stay, not URL-encoded. */
async function neededPaths(
  place: Place,
  reader: LogReader,
  latest: TableState,
  options: VacuumOptions,
  cutoff: Date,
) {
  const needed = new Set<string>()
  const keepLive = (state: TableState) => {
    for (const entry of state.files.values()) needed.add(decodeURIComponent(entry.path))
    const deleted = state.files.size === 0 ? null : deletedPath(snapshotOf(place, state))
    if (deleted) needed.add(deleted)
  }
  const recent = await versionAtOrFirst(reader, cutoff)
  for (const version of new Set([...options.keepVersions, recent])) keepLive(await reader.at(version))
  keepLive(latest)
  const oldest = Math.min(recent, ...options.keepVersions)
  for (const { version, actions } of await readCommits(place, oldest + 1, latest.version)) {
    for (const path of pathsOf(actions, version > recent)) needed.add(path)
  }
  return needed
}

/** Files by which a commit's changes are read; all its files where every version must stay readable. */
function pathsOf(actions: Action[], whole: boolean): string[] {
  const stored = actions.some((entry) => entry.cdc)
  const paths = actions.map((entry) => {
    const file = entry.add ?? entry.remove
    return entry.cdc?.path ?? (file && (whole || (!stored && file.dataChange)) ? file.path : undefined)
  })
  return paths.filter((path) => path !== undefined).map(decodeURIComponent)
}

async function versionAtOrFirst(reader: LogReader, time: Date): Promise<number> {
  try {
    return await reader.versionAt(time)
  } catch (error) {
    if (error instanceof ShuyuanError && error.code === 'lake.no_version_at') return 0
    throw error
  }
}
