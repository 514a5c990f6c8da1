import type { Clock } from '../../core/clock.ts'
import { ShuyuanError } from '../../core/errors.ts'
import type { Session } from '../engine/session.ts'
import { checkpointIfDue } from './checkpoint.ts'
import { commitChange } from './commit.ts'
import { compactTable } from './compact.ts'
import { createTable } from './create.ts'
import { prepareDeleted, withDeleted } from './deleted.ts'
import { bucketsBetween, CHANGE_COLUMNS, CHANGE_FOLDER, changesBetween, checkVersions } from './feed.ts'
import { historyOf } from './history.ts'
import type { Place } from './log.ts'
import { rewriteTable } from './rewrite.ts'
import { selectFrom } from './select.ts'
import { logReader } from './snapshot.ts'
import { stageFiles } from './stage.ts'
import { stageDeletes } from './stage_deletes.ts'
import { snapshotOf } from './state.ts'
import { appendOnce, commitOnce, replaceIfChanged, rowsOfTransactions } from './transactions.ts'
import type { Change, LakeTable, Snapshot } from './types.ts'
import { vacuumTable } from './vacuum.ts'
import { verifyTable } from './verify.ts'

/** Whether the files with deletion vectors differ after the change. */
const endsRows = ({ deletes = [], remove = [] }: Change) =>
  deletes.length > 0 || remove.some((file) => file.deletionVector)

/** A table of the lake; its parts live in files of their own. */
export function lakeTable(place: Place, engine: Session, clock: Clock): LakeTable {
  const reader = logReader(place, engine)
  const committer = { place, reader, clock }

  async function bare(at: { version?: number; timestamp?: Date } = {}): Promise<Snapshot> {
    const version = at.version ?? (at.timestamp && (await reader.versionAt(at.timestamp)))
    const state = version === undefined ? await reader.latest() : await reader.at(version)
    if (!state) throw new ShuyuanError('lake.no_table', { table: place.table })
    return snapshotOf(place, state)
  }
  const snapshot: LakeTable['snapshot'] = async (at) => withDeleted(place, engine, await bare(at))

  async function commit(change: Change): Promise<number> {
    const version = await commitChange(committer, change)
    await checkpointIfDue(place, engine, () => reader.at(version), version)
    if (endsRows(change)) await prepareDeleted(place, engine, bare)
    return version
  }

  const ofTransactions: LakeTable['ofTransactions'] = (at, transactions, column = '_extract') =>
    rowsOfTransactions((files) => selectFrom(place, at, { files }), at, transactions, column)

  return {
    name: place.table,
    exists: async () => (await reader.latest()) !== null,
    create: (schema, { partitionBy = [], changeFeed = false, deletionVectors = false, evolve } = {}) =>
      createTable(committer, { schema, partitionBy, changeFeed, deletionVectors }, evolve),
    rewrite: async (session, schema, how) => {
      const version = await rewriteTable(committer, session, schema, how)
      await checkpointIfDue(place, engine, () => reader.at(version), version)
      return version
    },
    snapshot,
    select: (at, options) => selectFrom(place, at, options),
    stage: async (session, query, options) => {
      const { schema, partitionBy } = await bare()
      return stageFiles({ place, schema, extra: [], partitionBy, folder: '' }, session, query, options)
    },
    stageChanges: async (session, query, options) => {
      const { schema, partitionBy, changeFeed } = await bare()
      if (!changeFeed) throw new ShuyuanError('lake.change_feed_off', { table: place.table })
      const target = { place, schema, extra: CHANGE_COLUMNS, partitionBy, folder: CHANGE_FOLDER }
      return stageFiles(target, session, query, options)
    },
    stageDeletes: (session, at, rows, options) => stageDeletes(place, session, at, rows, options),
    commit,
    once(transaction, bring, before) {
      return commitOnce(this, transaction, bring, before)
    },
    appendOnce(session, rows, transaction) {
      return appendOnce(this, session, rows, transaction)
    },
    replaceIfChanged(session, rows, how) {
      return replaceIfChanged(this, session, rows, how)
    },
    ofExtract: async (seqs, app = 'ingest') => {
      const transactions = seqs.map((version) => ({ app, version }))
      return ofTransactions(await snapshot(), transactions)
    },
    ofTransactions,
    changes: async (from, to) => {
      checkVersions(place, (await bare()).version, from, to)
      return changesBetween(place, engine, await reader.at(to), from)
    },
    changedBuckets: async (from, to) => {
      checkVersions(place, (await bare()).version, from + 1, to)
      return bucketsBetween(place, from, to)
    },
    history: async () => historyOf(place, await bare()),
    verify: (versions = [], options = {}) => verifyTable(place, engine, reader, versions, options.since),
    compact: async (session, options = {}) => {
      const compacted = await compactTable(committer, session, options)
      await checkpointIfDue(place, engine, () => reader.at(compacted.version), compacted.version)
      return compacted
    },
    vacuum: (options) => vacuumTable(place, reader, clock, options),
  }
}
