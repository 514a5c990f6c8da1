import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sql } from 'kysely'
import { z } from 'zod'
import { ownName } from '../../core/process.ts'
import type { Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import { type Action, type AddFile, action, fileKey } from './actions.ts'
import { checkpointPath, inTable, lastCheckpointPath, type Place, printActions } from './log.ts'
import { isExpired, type TableState } from './state.ts'

/** A checkpoint is written when the last one is this many commits old, or the share below of the entries it would hold. */
const CHECKPOINT_EVERY = 10
const ENTRIES_PER_COMMIT = 64

/**
 * Writes a checkpoint of the state when one is due. The version is published already and a checkpoint only
 * makes opening faster, so a failure (a full disk, say) is left to the next commit, which tries again.
 */
export async function checkpointIfDue(
  place: Place,
  session: Session,
  stateOf: () => Promise<TableState>,
  version: number,
): Promise<void> {
  try {
    const commits = version - (await lastCheckpoint(place))
    if (commits < CHECKPOINT_EVERY) return
    const state = await stateOf()
    // What a checkpoint costs grows with what it holds; what it spares those who open the table, with the commits.
    if (commits >= (state.files.size + state.tombstones.size) / ENTRIES_PER_COMMIT)
      await writeCheckpoint(place, session, state)
  } catch {
    return
  }
}

/** The version of the last checkpoint, as `_last_checkpoint` says, so that no long log is listed; 0: it says none. */
async function lastCheckpoint(place: Place): Promise<number> {
  const bytes = await place.store.get(lastCheckpointPath(place))
  return Number(/"version":(\d+)/.exec(new TextDecoder().decode(bytes ?? undefined))?.[1] ?? 0)
}

/** Columns of a version 1 checkpoint, as DuckDB types. */
const VECTOR = `STRUCT("storageType" VARCHAR, "pathOrInlineDv" VARCHAR, "offset" INTEGER, "sizeInBytes" INTEGER,
    "cardinality" BIGINT)`
const COLUMNS = {
  txn: 'STRUCT("appId" VARCHAR, "version" BIGINT, "lastUpdated" BIGINT)',
  add: `STRUCT("path" VARCHAR, "partitionValues" MAP(VARCHAR, VARCHAR), "size" BIGINT, "modificationTime" BIGINT,
    "dataChange" BOOLEAN, "stats" VARCHAR, "tags" MAP(VARCHAR, VARCHAR), "deletionVector" ${VECTOR})`,
  remove: `STRUCT("path" VARCHAR, "deletionTimestamp" BIGINT, "dataChange" BOOLEAN, "extendedFileMetadata" BOOLEAN,
    "partitionValues" MAP(VARCHAR, VARCHAR), "size" BIGINT, "tags" MAP(VARCHAR, VARCHAR),
    "deletionVector" ${VECTOR})`,
  metaData: `STRUCT("id" VARCHAR, "name" VARCHAR, "description" VARCHAR,
    "format" STRUCT("provider" VARCHAR, "options" MAP(VARCHAR, VARCHAR)), "schemaString" VARCHAR,
    "partitionColumns" VARCHAR[], "configuration" MAP(VARCHAR, VARCHAR), "createdTime" BIGINT)`,
  protocol: `STRUCT("minReaderVersion" INTEGER, "minWriterVersion" INTEGER, "readerFeatures" VARCHAR[],
    "writerFeatures" VARCHAR[])`,
}

/** Writes the checkpoint of a state and points `_last_checkpoint` at it. Safe to repeat and to race. */
export async function writeCheckpoint(place: Place, session: Session, state: TableState): Promise<void> {
  const actions = checkpointActions(state)
  const folder = inTable(place, `_staging/${ownName('checkpoint')}`)
  const source = place.store.localPath(`${folder}/actions.json`)
  const target = place.store.localPath(`${folder}/checkpoint.parquet`)
  await mkdir(dirname(source), { recursive: true })
  try {
    const text = printActions(actions)
    await writeFile(source, text)
    await session.exec(
      sql`COPY (SELECT * FROM ${readActions(source, longestLine(text))}) TO ${sql.lit(target)} (FORMAT parquet, COMPRESSION snappy)`,
    )
    await place.store.adopt(target, checkpointPath(place, state.version))
  } finally {
    await place.store.remove(folder)
  }
  const last = { version: state.version, size: actions.length, numOfAddFiles: state.files.size }
  await place.store.put(lastCheckpointPath(place), JSON.stringify(last))
}

/** DuckDB allocates a few times the largest object up front, so it is told the size. */
function readActions(source: string, largest: number): Relation {
  const columns = Object.entries(COLUMNS).map(([name, type]) => sql`${sql.lit(name)}: ${sql.lit(type)}`)
  return sql`read_json(${sql.lit(source)}, format = 'newline_delimited',
    maximum_object_size = ${sql.lit(Math.max(1 << 20, largest + 1))}, columns = {${sql.join(columns)}})`
}

const longestLine = (text: string) =>
  text.split('\n').reduce((longest, line) => Math.max(longest, Buffer.byteLength(line)), 0)

/** Protocol, metadata, live files, unexpired removals and transactions: all that replay needs. */
export function checkpointActions(state: TableState): Action[] {
  const removals = [...state.tombstones.values()].filter((entry) => !isExpired(entry, state))
  return [
    { protocol: state.protocol },
    { metaData: state.metaData },
    ...[...state.txns].map(([appId, entry]) => ({ txn: { appId, ...entry } })),
    ...sorted([...state.files.values()]).map((entry) => ({ add: { ...entry, dataChange: false } })),
    ...sorted(removals).map((entry) => ({ remove: { ...entry, dataChange: false } })),
  ]
}

const sorted = <T extends Pick<AddFile, 'path' | 'deletionVector'>>(entries: T[]) =>
  entries
    .map((entry) => ({ entry, key: fileKey(entry) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ entry }) => entry)

const checkpointRow = z.object({ line: z.string() })

/** The actions of a checkpoint. */
export async function readCheckpoint(place: Place, session: Session, version: number): Promise<Action[]> {
  const path = place.store.localPath(checkpointPath(place, version))
  const rows = await session.rows(
    sql`SELECT CAST(to_json({txn: txn, add: "add", remove: remove, metaData: "metaData", protocol: protocol}) AS VARCHAR) AS line
        FROM read_parquet([${sql.lit(path)}], hive_partitioning = false)`,
  )
  return rows.map((row) => action.parse(JSON.parse(checkpointRow.parse(row).line)))
}
