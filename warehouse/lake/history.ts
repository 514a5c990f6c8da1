import { type Action, dataFileOf } from './actions.ts'
import { commitTime, type Place, readCommits } from './log.ts'
import type { Commit, Snapshot } from './types.ts'

/** Every version of the table, oldest first. */
export async function historyOf(place: Place, latest: Snapshot): Promise<Commit[]> {
  const commits = await readCommits(place, 0, latest.version)
  return commits.map(({ version, actions }) => lineOf(version, actions))
}

function lineOf(version: number, actions: Action[]): Commit {
  const txn = actions.find((entry) => entry.txn)?.txn
  const added = actions.flatMap((entry) => (entry.add ? [entry.add] : []))
  return {
    version,
    timestamp: new Date(commitTime(actions)),
    operation: actions.find((entry) => entry.commitInfo)?.commitInfo?.operation ?? '',
    txn: txn ? { app: txn.appId, version: txn.version } : null,
    filesAdded: added.length,
    filesRemoved: actions.filter((entry) => entry.remove).length,
    rowsAdded: added.reduce((sum, entry) => sum + (dataFileOf(entry)?.rows ?? 0), 0),
  }
}
