import { ShuyuanError } from '../../core/errors.ts'
import type { Column } from '../engine/column.ts'
import {
  type Action,
  type AddFile,
  dataFileOf,
  fileKey,
  type MetaData,
  type Protocol,
  type RemoveFile,
} from './actions.ts'
import { commitTime, damaged, type Place } from './log.ts'
import { COLUMNS_TAG, isOn, numberProperty, PROPERTIES, unknownFeature } from './protocol.ts'
import { columnsOf } from './schema.ts'
import type { DataFile, Snapshot } from './types.ts'

/**
 * Everything that replaying the log up to `version` leaves. Files by `fileKey`, paths as in the log. Never
 * changed once made.
 */
export interface TableState {
  version: number
  /** Commit time of `version`, ms. */
  time: number
  protocol: Protocol | null
  metaData: MetaData | null
  files: ReadonlyMap<string, AddFile>
  /** Removed files, for checkpoints; those that are expired may be missing. */
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
  for (const [key, entry] of next.tombstones) {
    if (!isExpired(entry, next)) break
    next.tombstones.delete(key)
  }
  return next
}

/** Removals older than this are left out of checkpoints, as Delta does by default. */
const TOMBSTONE_MS = 7 * 24 * 3600 * 1000

/** Whether a removal is so old that nobody needs it. */
export function isExpired(entry: RemoveFile, { time }: Pick<TableState, 'time'>): boolean {
  return (entry.deletionTimestamp ?? 0) <= time - TOMBSTONE_MS
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
    draft.files.set(fileKey(entry.add), entry.add)
    draft.tombstones.delete(fileKey(entry.add))
  }
  if (entry.remove) {
    draft.files.delete(fileKey(entry.remove))
    draft.tombstones.set(fileKey(entry.remove), entry.remove)
  }
}

/** What readers get of a state. `lake.protocol_unsupported` when the table needs more than is known here. */
export function snapshotOf(place: Place, state: TableState): Snapshot {
  const { protocol, metaData } = state
  if (!protocol || !metaData) throw damaged(place, 0, 'no protocol or metaData')
  const feature = unknownFeature(protocol)
  const schema = feature === null ? schemaOf(metaData) : null
  if (!schema) {
    throw new ShuyuanError('lake.protocol_unsupported', {
      table: place.table,
      feature: feature ?? 'a column type',
    })
  }
  const firstColumns = numberProperty(metaData, PROPERTIES.firstColumns)
  return {
    version: state.version,
    timestamp: new Date(state.time),
    schema,
    partitionBy: metaData.partitionColumns,
    files: [...state.files.values()]
      .map((entry) => fileOf(place, entry, firstColumns))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    txns: new Map([...state.txns].map(([app, entry]) => [app, entry.version])),
    changeFeed: isOn(metaData, PROPERTIES.changeFeed),
    deletionVectors: isOn(metaData, PROPERTIES.deletionVectors),
    definedAt: numberProperty(metaData, PROPERTIES.definedAt) ?? 0,
  }
}

function fileOf(place: Place, entry: AddFile, firstColumns: number | null): DataFile {
  const known = readFiles.get(entry)
  if (known?.firstColumns === firstColumns) return known.file
  const found = dataFileOf(entry)
  if (!found) throw new ShuyuanError('lake.foreign_layout', { table: place.table, file: entry.path })
  const file = { ...found, columns: storedColumns(entry.tags, firstColumns) }
  readFiles.set(entry, { firstColumns, file })
  return file
}

/** Files by their entries, which states share: most of the files of a version were in the one before. */
const readFiles = new WeakMap<AddFile, { firstColumns: number | null; file: DataFile }>()

function schemaOf(metaData: MetaData): Column[] | null {
  const known = readSchemas.get(metaData) ?? columnsOf(metaData.schemaString)
  readSchemas.set(metaData, known)
  return known
}

/** Columns by the metadata that declares them, which states share too; null where a type is not known. */
const readSchemas = new WeakMap<MetaData, Column[] | null>()

/** How many of the table's columns a file holds, the first ones; undefined: all. */
export function storedColumns(
  tags: Record<string, string | null> | null | undefined,
  firstColumns: number | null,
): number | undefined {
  return Number(tags?.[COLUMNS_TAG] ?? firstColumns ?? 0) || undefined
}
