import type { Clock } from '../../core/clock.ts'
import { ShuyuanError } from '../../core/errors.ts'
import type { Session } from '../engine/engine.ts'
import { checkpointIfDue } from './checkpoint.ts'
import { commitChange } from './commit.ts'
import { createTable } from './create.ts'
import { bucketsBetween, CHANGE_FOLDER, changeColumns, changesBetween } from './feed.ts'
import { historyOf } from './history.ts'
import type { Place } from './log.ts'
import { relationOf } from './relation.ts'
import { logReader } from './snapshot.ts'
import { stageFiles } from './stage.ts'
import { snapshotOf } from './state.ts'
import type { Change, LakeTable, Snapshot } from './types.ts'
import { vacuumTable } from './vacuum.ts'

/** A table of the lake; its parts live in files of their own. */
export function lakeTable(place: Place, engine: Session, clock: Clock): LakeTable {
  const reader = logReader(place, engine)
  const committer = { place, reader, clock }

  async function snapshot(at: { version?: number; timestamp?: Date } = {}): Promise<Snapshot> {
    const version = at.version ?? (at.timestamp && (await reader.versionAt(at.timestamp)))
    const state = version === undefined ? await reader.latest() : await reader.at(version)
    if (!state) throw new ShuyuanError('lake.no_table', { table: place.table })
    return snapshotOf(place, state)
  }

  async function commit(change: Change): Promise<number> {
    const version = await commitChange(committer, change)
    await checkpointIfDue(place, engine, () => reader.at(version), version)
    return version
  }

  return {
    name: place.table,
    exists: async () => (await reader.latest()) !== null,
    create: (schema, options) =>
      createTable(committer, {
        schema,
        partitionBy: options?.partitionBy ?? [],
        changeFeed: options?.changeFeed ?? false,
      }),
    snapshot,
    select: (at, options) => {
      const wanted = options?.buckets && new Set(options.buckets)
      const files = (options?.files ?? at.files).filter(
        (file) => !wanted || (file.bucket !== undefined && wanted.has(file.bucket)),
      )
      return relationOf({ place, schema: at.schema, partitionBy: at.partitionBy }, files)
    },
    stage: async (session, query, options) => {
      const { schema, partitionBy } = await snapshot()
      return stageFiles({ place, columns: schema, partitionBy, folder: '' }, session, query, options)
    },
    stageChanges: async (session, query, options) => {
      const { schema, partitionBy, changeFeed } = await snapshot()
      if (!changeFeed) throw new ShuyuanError('lake.change_feed_off', { table: place.table })
      const columns = changeColumns(schema)
      return stageFiles({ place, columns, partitionBy, folder: CHANGE_FOLDER }, session, query, options)
    },
    commit,
    changes: async (from, to) => changesBetween(place, await snapshot(), from, to),
    changedBuckets: async (from, to) => bucketsBetween(place, await snapshot(), from, to),
    history: async () => historyOf(place, await snapshot()),
    vacuum: (options) => vacuumTable(place, reader, clock, options),
  }
}
