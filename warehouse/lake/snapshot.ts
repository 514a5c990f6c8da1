import { ShuyuanError } from '../../core/errors.ts'
import type { Session } from '../engine/session.ts'
import { readCheckpoint } from './checkpoint.ts'
import { commitTime, listLog, type Place, readCommit, readCommits, requireCommit } from './log.ts'
import { emptyState, replay, type TableState } from './state.ts'

/** Replays a table's log, remembering the newest state it saw. */
export interface LogReader {
  /** The state of the latest version; null when there is no table. */
  latest(): Promise<TableState | null>
  /** The state of a version. `lake.version_unknown`, `lake.no_table`. */
  at(version: number): Promise<TableState>
  /** The last version committed at or before `time`. `lake.no_version_at`. */
  versionAt(time: Date): Promise<number>
}

export function logReader(place: Place, session: Session): LogReader {
  let known: TableState | null = null
  const remember = (state: TableState) => {
    if (!known || state.version > known.version) known = state
    return state
  }

  async function latest(): Promise<TableState | null> {
    const base = known ?? (await newest(place, session))
    return base && remember(await followed(place, base))
  }

  async function at(version: number): Promise<TableState> {
    const last = await latest()
    if (!last) throw new ShuyuanError('lake.no_table', { table: place.table })
    if (version === last.version) return last
    if (!Number.isInteger(version) || version < 0 || version > last.version) {
      throw new ShuyuanError('lake.version_unknown', { table: place.table, version, latest: last.version })
    }
    return rebuilt(place, session, version, (await listLog(place)).checkpoints)
  }

  async function versionAt(time: Date): Promise<number> {
    const last = await latest()
    if (!last) throw new ShuyuanError('lake.no_table', { table: place.table })
    return lastVersionBefore(place, last, time)
  }

  return { latest, at, versionAt }
}

/** The state at the newest listed version. */
async function newest(place: Place, session: Session): Promise<TableState | null> {
  const { commits, checkpoints } = await listLog(place)
  const last = commits.at(-1)
  return last === undefined ? null : rebuilt(place, session, last, checkpoints)
}

/** The state at `version` from the newest of the checkpoints up to it, else from the first commit. */
async function rebuilt(
  place: Place,
  session: Session,
  version: number,
  checkpoints: number[],
): Promise<TableState> {
  const start = checkpoints.findLast((checkpoint) => checkpoint <= version)
  const base = start === undefined ? emptyState : await fromCheckpoint(place, session, start)
  return replay(base, await readCommits(place, base.version + 1, version))
}

async function fromCheckpoint(place: Place, session: Session, version: number): Promise<TableState> {
  const state = replay(emptyState, [{ version, actions: await readCheckpoint(place, session, version) }])
  return { ...state, time: commitTime(await requireCommit(place, version)) }
}

/** The state after the commits that follow `state`. */
async function followed(place: Place, state: TableState): Promise<TableState> {
  const commits = []
  for (let version = state.version + 1; ; version++) {
    const actions = await readCommit(place, version)
    if (!actions) break
    commits.push({ version, actions })
  }
  return commits.length === 0 ? state : replay(state, commits)
}

/** Commit times only grow, so halving finds the version. */
async function lastVersionBefore(place: Place, last: TableState, time: Date): Promise<number> {
  const timeOf = async (version: number) => commitTime(await requireCommit(place, version))
  if (last.time <= time.getTime()) return last.version
  let [low, high] = [-1, last.version]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((await timeOf(middle)) <= time.getTime()) low = middle
    else high = middle
  }
  if (low >= 0) return low
  const first = new Date(await timeOf(0)).toISOString()
  throw new ShuyuanError('lake.no_version_at', { table: place.table, timestamp: time.toISOString(), first })
}
