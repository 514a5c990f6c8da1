import { ShuyuanError } from '../../core/errors.ts'
import {
  type Action,
  type AddFile,
  dataFileOf,
  type MetaData,
  type Protocol,
  type RemoveFile,
  unknownFeature,
} from './actions.ts'
import { commitTime, damaged, type Place } from './log.ts'
import { columnsOf } from './schema.ts'
import type { DataFile, Snapshot } from './types.ts'

/** Everything that replaying the log up to `version` leaves. Paths are as in the log. Never changed once made. */
export interface TableState {
  version: number
  /** Commit time of `version`, ms. */
  time: number
  protocol: Protocol | null
  metaData: MetaData | null
  files: ReadonlyMap<string, AddFile>
  /** Removed files, for checkpoints. */
  tombstones: ReadonlyMap<string, RemoveFile>
  txns: ReadonlyMap<string, { version: number; lastUpdated: number | null }>
}

export const emptyState: TableState = {
  version: -1,
  time: 0,
  protocol: null,
  metaData: null,
  files: new Map(),
  tombstones: new Map(),
  txns: new Map(),
}

/** The state after the given commits, in order. */
export function replay(state: TableState, commits: { version: number; actions: Action[] }[]): TableState {
  const next = {
    ...state,
    files: new Map(state.files),
    tombstones: new Map(state.tombstones),
    txns: new Map(state.txns),
  }
  for (const { version, actions } of commits) {
    next.version = version
    next.time = commitTime(actions)
    for (const entry of actions) apply(next, entry)
  }
  return next
}

type Draft = TableState & {
  files: Map<string, AddFile>
  tombstones: Map<string, RemoveFile>
  txns: Map<string, { version: number; lastUpdated: number | null }>
}

function apply(draft: Draft, entry: Action): void {
  if (entry.protocol) draft.protocol = entry.protocol
  if (entry.metaData) draft.metaData = entry.metaData
  if (entry.txn) {
    draft.txns.set(entry.txn.appId, {
      version: entry.txn.version,
      lastUpdated: entry.txn.lastUpdated ?? null,
    })
  }
  if (entry.add) {
    draft.files.set(entry.add.path, entry.add)
    draft.tombstones.delete(entry.add.path)
  }
  if (entry.remove) {
    draft.files.delete(entry.remove.path)
    draft.tombstones.set(entry.remove.path, entry.remove)
  }
}

/** What readers get of a state. `lake.protocol_unsupported` when the table needs more than is known here. */
export function snapshotOf(place: Place, state: TableState): Snapshot {
  const { protocol, metaData } = state
  if (!protocol || !metaData) throw damaged(place, 0, 'no protocol or metaData')
  const feature = unknownFeature(protocol)
  const schema = feature === null ? columnsOf(metaData.schemaString) : null
  if (!schema) {
    throw new ShuyuanError('lake.protocol_unsupported', {
      table: place.table,
      feature: feature ?? 'a column type',
    })
  }
  return {
    version: state.version,
    timestamp: new Date(state.time),
    schema,
    partitionBy: metaData.partitionColumns,
    files: [...state.files.values()]
      .map((entry) => fileOf(place, entry))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    txns: new Map([...state.txns].map(([app, entry]) => [app, entry.version])),
    changeFeed: metaData.configuration?.['delta.enableChangeDataFeed'] === 'true',
  }
}

function fileOf(place: Place, entry: AddFile): DataFile {
  const file = dataFileOf(entry)
  if (!file) throw new ShuyuanError('lake.foreign_layout', { table: place.table, file: entry.path })
  return file
}
