import { ShuyuanError } from '../../core/errors.ts'
import { type Action, action } from './actions.ts'
import type { Store } from './store.ts'

const LOG = '_delta_log'

/** A table's place: the store, and the folder of the table in it. */
export interface Place {
  store: Store
  /** The table's name, which is its folder. */
  table: string
}

/** The store path of something in the table. */
export const inTable = (place: Place, path: string) => `${place.table}/${path}`

const numbered = (version: number) => String(version).padStart(20, '0')

export const commitPath = (place: Place, version: number) =>
  inTable(place, `${LOG}/${numbered(version)}.json`)
export const checkpointPath = (place: Place, version: number) =>
  inTable(place, `${LOG}/${numbered(version)}.checkpoint.parquet`)
export const lastCheckpointPath = (place: Place) => inTable(place, `${LOG}/_last_checkpoint`)

/** The versions that have a commit, and those that have a checkpoint; ascending. */
export async function listLog(place: Place): Promise<{ commits: number[]; checkpoints: number[] }> {
  const names = (await place.store.list(inTable(place, LOG))).map((path) =>
    path.slice(path.lastIndexOf('/') + 1),
  )
  return {
    commits: versionsOf(names, /^(\d{20})\.json$/),
    checkpoints: versionsOf(names, /^(\d{20})\.checkpoint\.parquet$/),
  }
}

function versionsOf(names: string[], pattern: RegExp): number[] {
  return names
    .flatMap((name) => (pattern.test(name) ? [Number(name.slice(0, 20))] : []))
    .sort((a, b) => a - b)
}

/** The actions of a version; null when it does not exist. `lake.log_damaged` when they cannot be read. */
export async function readCommit(place: Place, version: number): Promise<Action[] | null> {
  const bytes = await place.store.get(commitPath(place, version))
  if (!bytes) return null
  try {
    return parseActions(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw damaged(place, version, error instanceof SyntaxError ? 'no JSON' : 'not a Delta commit')
  }
}

/** The actions of a version that must exist. */
export async function requireCommit(place: Place, version: number): Promise<Action[]> {
  const actions = await readCommit(place, version)
  if (!actions) throw damaged(place, version, 'missing')
  return actions
}

/** The commits `from` to `to`, both included, in order; some are read at once. */
export async function readCommits(
  place: Place,
  from: number,
  to: number,
): Promise<{ version: number; actions: Action[] }[]> {
  const commits: { version: number; actions: Action[] }[] = []
  for (let start = from; start <= to; start += READ_AT_ONCE) {
    const versions = range(start, Math.min(to, start + READ_AT_ONCE - 1))
    const read = versions.map(async (version) => ({ version, actions: await requireCommit(place, version) }))
    commits.push(...(await Promise.all(read)))
  }
  return commits
}

const READ_AT_ONCE = 32

export const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)

/** Parses newline-delimited actions. */
export function parseActions(text: string): Action[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => action.parse(JSON.parse(line)))
}

/** The newline-delimited JSON of actions. */
export function printActions(actions: Action[]): string {
  return actions.map((entry) => `${JSON.stringify(entry)}\n`).join('')
}

/** The commit time of a version (in-commit timestamp), ms. */
export function commitTime(actions: Action[]): number {
  const info = actions.find((entry) => entry.commitInfo)?.commitInfo
  return info?.inCommitTimestamp ?? info?.timestamp ?? 0
}

export function damaged(place: Place, version: number, problem: string): ShuyuanError {
  return new ShuyuanError('lake.log_damaged', {
    table: place.table,
    file: `${numbered(version)}.json`,
    problem,
  })
}
