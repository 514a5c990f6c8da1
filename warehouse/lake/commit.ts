import { randomUUID } from 'node:crypto'
import type { Clock } from '../../core/clock.ts'
import { ShuyuanError } from '../../core/errors.ts'
import type { Action } from './actions.ts'
import { actionsOf } from './commit_actions.ts'
import { checkConflict } from './conflict.ts'
import { keyOfFile } from './deleted.ts'
import {
  commitPath,
  inTable,
  type Place,
  printActions,
  readCommit,
  readCommits,
  requireCommit,
} from './log.ts'
import type { LogReader } from './snapshot.ts'
import { snapshotOf, type TableState } from './state.ts'
import type { Change } from './types.ts'

/** What committing works with. */
export interface Committer {
  place: Place
  reader: LogReader
  clock: Clock
}

/**
 * Publishes a change as the next version, or finds that its transaction is published already. Writers meet at
 * `putIfAbsent`: who loses checks what the winner did and tries the version after it.
 */
export async function commitChange(committer: Committer, change: Change): Promise<number> {
  const { place, reader } = committer
  const txnId = randomUUID()
  let checked = change.readVersion
  let verified = false
  for (;;) {
    const state = await reader.latest()
    if (!state) throw new ShuyuanError('lake.no_table', { table: place.table })
    const done = await committedVersion(place, state, change.txn)
    if (done !== null) return done
    for (const { version, actions } of await readCommits(place, checked + 1, state.version)) {
      checkConflict(place, change, version, actions)
    }
    checked = state.version
    if (!verified) await verifyFiles(committer, change)
    verified = true
    const time = Math.max(committer.clock.now().getTime(), state.time + 1)
    const actions = actionsOf(place, state, change, { txnId, time })
    if (await tryCommit(place, state.version + 1, actions, txnId)) return state.version + 1
  }
}

/** The version that committed the transaction; null when it is still to do. */
async function committedVersion(place: Place, state: TableState, txn: Change['txn']): Promise<number | null> {
  const known = state.txns.get(txn.app)
  if (!known || known.version < txn.version) return null
  for (let version = state.version; version >= 0; version--) {
    const actions = await requireCommit(place, version)
    if (actions.some((entry) => entry.txn?.appId === txn.app && entry.txn.version === txn.version))
      return version
  }
  throw new ShuyuanError('lake.txn_out_of_order', {
    table: place.table,
    app: txn.app,
    known: known.version,
    asked: txn.version,
  })
}

/**
 * Puts the commit. False when another writer has that version. After a lost reply or a failed call the version
 * is read back: if the transaction id in it is ours, the commit happened.
 */
export async function tryCommit(
  place: Place,
  version: number,
  actions: Action[],
  txnId: string,
): Promise<boolean> {
  const isOurs = async () => {
    const found = await readCommit(place, version)
    return found?.some((entry) => entry.commitInfo?.txnId === txnId) ?? false
  }
  try {
    return (
      (await place.store.putIfAbsent(commitPath(place, version), printActions(actions))) || (await isOurs())
    )
  } catch (error) {
    if (await isOurs()) return true
    throw error
  }
}

/** Staged files must be there whole; files that end or lose rows must be live in the version that was read. */
async function verifyFiles(committer: Committer, change: Change): Promise<void> {
  const { place, reader } = committer
  for (const file of [...change.add, ...(change.cdc ?? [])]) {
    const found = await place.store.stat(inTable(place, file.path))
    if (found?.size !== file.size)
      throw new ShuyuanError('lake.staged_missing', { table: place.table, file: file.path })
  }
  const ended = [...(change.remove ?? []), ...(change.deletes ?? []).map((entry) => entry.file)]
  if (ended.length === 0) return
  const read = await reader.at(change.readVersion)
  if (change.deletes?.length && !snapshotOf(place, read).deletionVectors)
    throw new ShuyuanError('lake.deletion_vectors_off', { table: place.table })
  const gone = ended.find((file) => !read.files.has(keyOfFile(file)))
  if (gone)
    throw new ShuyuanError('lake.not_live', {
      table: place.table,
      file: gone.path,
      version: change.readVersion,
    })
}
