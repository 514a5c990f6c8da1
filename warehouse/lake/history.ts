import { type Action, dataFileOf } from './actions.ts'
import { commitTime, type Place, readCommits } from './log.ts'
import { transactionsOf } from './transactions.ts'
import type { Commit, Snapshot } from './types.ts'

/** Every version of the table, oldest first. */
export async function historyOf(place: Place, latest: Snapshot): Promise<Commit[]> {
  const commits = await readCommits(place, 0, latest.version)
  return commits.map(({ version, actions }) => lineOf(version, actions))
}

/** A file that is removed and added again, with other rows deleted, counts for neither. */
function lineOf(version: number, actions: Action[]): Commit {
  const txn = actions.find((entry) => entry.txn)?.txn
  const adds = actions.flatMap((entry) => (entry.add ? [entry.add] : []))
  const removes = actions.flatMap((entry) => (entry.remove ? [entry.remove] : []))
  const [added, removed] = [new Set(adds.map((add) => add.path)), new Set(removes.map((it) => it.path))]
  const fresh = adds.filter((add) => !removed.has(add.path))
  return {
    version,
    timestamp: new Date(commitTime(actions)),
    operation: actions.find((entry) => entry.commitInfo)?.commitInfo?.operation ?? '',
    txn: txn ? { app: txn.appId, version: txn.version } : null,
    first: txn ? firstOf(txn.appId, fresh) : null,
    filesAdded: fresh.length,
    filesRemoved: removes.filter((remove) => !added.has(remove.path)).length,
    rowsAdded: fresh.reduce((sum, add) => sum + (dataFileOf(add)?.rows ?? 0), 0),
  }
}

/** The first of the transactions that files of an application stand for. */
function firstOf(app: string, files: { path: string }[]): number | null {
  const numbers = files.flatMap(({ path }) => {
    const transactions = transactionsOf({ path: decodeURIComponent(path) })
    return transactions?.app === app ? [transactions.first] : []
  })
  return numbers.length > 0 ? Math.min(...numbers) : null
}
