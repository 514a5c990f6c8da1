import { sql } from 'kysely'
import { ShuyuanError } from '../../core/errors.ts'
import type { Column } from '../engine/column.ts'
import type { Expression, Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import { type Action, bucketIn } from './actions.ts'
import { derivedChanges, type FileChange } from './file_changes.ts'
import { commitTime, type Place, readCommits } from './log.ts'
import { ensurePositions } from './positions.ts'
import { numberProperty, PROPERTIES } from './protocol.ts'
import { emptyRelation, type RelationFile, type RelationSource, relationOf } from './relation.ts'
import { snapshotOf, storedColumns, type TableState } from './state.ts'
import type { Snapshot } from './types.ts'

const FEED_COLUMNS: Column[] = [
  { name: '_change_type', type: 'VARCHAR', nullable: false },
  { name: '_commit_version', type: 'BIGINT', nullable: false },
  { name: '_commit_timestamp', type: 'TIMESTAMPTZ', nullable: false },
]

/** Where change rows are stored, as Delta asks. */
export const CHANGE_FOLDER = '_change_data/'

/** The columns that stored change rows have besides the table's. */
export const CHANGE_COLUMNS = FEED_COLUMNS.slice(0, 1)

/** What a version changed: stored change rows, or what its files tell. */
interface VersionChanges {
  stamp: Expression
  stored: RelationFile[]
  derived: FileChange[]
}

/**
 * The change rows of the versions `from` to `to`, both included, by the schema of `to`, whose state is given;
 * see `LakeTable.changes`.
 */
export async function changesBetween(
  place: Place,
  session: Session,
  last: TableState,
  from: number,
): Promise<Relation> {
  const snapshot = snapshotOf(place, last)
  checkFeed(place, snapshot, from)
  const firstColumns = last.metaData && numberProperty(last.metaData, PROPERTIES.firstColumns)
  const fileOf = (entry: FileChange['entry']) => ({
    path: decodeURIComponent(entry.path),
    partitionValues: entry.partitionValues ?? {},
    columns: storedColumns(entry.tags, firstColumns),
  })
  const commits = (await readCommits(place, from, last.version)).map(({ version, actions }) => {
    const stored = actions.flatMap((entry) => (entry.cdc ? [fileOf(entry.cdc)] : []))
    const derived = stored.length > 0 ? [] : derivedChanges(place, actions)
    return { stamp: stampOf(version, actions), stored, derived }
  })
  const derived = commits.flatMap((commit) => commit.derived)
  const files = await filesOf(place, session, derived, fileOf)
  const { schema, partitionBy } = snapshot
  const parts = commits.flatMap((commit) => partsOf({ place, schema, partitionBy }, commit, files))
  if (parts.length === 0) return emptyRelation([...schema, ...FEED_COLUMNS])
  return sql`(${sql.join(parts, sql` UNION ALL `)})`
}

function checkFeed(place: Place, snapshot: Snapshot, from: number): void {
  const { table } = place
  if (!snapshot.changeFeed) throw new ShuyuanError('lake.change_feed_off', { table })
  if (snapshot.definedAt > 0 && from <= snapshot.definedAt) {
    throw new ShuyuanError('lake.feed_broken', { table, version: snapshot.definedAt, from })
  }
}

const stampOf = (version: number, actions: Action[]) =>
  sql`CAST(${sql.lit(version)} AS BIGINT) AS _commit_version,
    make_timestamptz(${sql.lit(commitTime(actions))} * 1000) AS _commit_timestamp`

/** The changes as files to read; the positions of their rows are at hand then. */
async function filesOf(
  place: Place,
  session: Session,
  changes: FileChange[],
  fileOf: (entry: FileChange['entry']) => RelationFile,
): Promise<Map<FileChange, RelationFile>> {
  const masked = changes.flatMap((change) => (change.rows ? [{ change, rows: change.rows }] : []))
  const entries = masked.map(({ rows }) => ({ id: rows.id, rows: () => rows.set }))
  const path = entries.length === 0 ? '' : await ensurePositions(place, session, entries)
  return new Map([
    ...changes.map((change) => [change, fileOf(change.entry)] as const),
    ...masked.map(
      ({ change, rows: { keeps } }, number) =>
        [change, { ...fileOf(change.entry), mask: { path, number, keeps } }] as const,
    ),
  ])
}

function partsOf(
  source: RelationSource,
  { stamp, stored, derived }: VersionChanges,
  files: Map<FileChange, RelationFile>,
): Relation[] {
  if (stored.length > 0) {
    const rows = relationOf({ ...source, extra: CHANGE_COLUMNS, prefix: CHANGE_FOLDER }, stored)
    return [sql`SELECT *, ${stamp} FROM ${rows}`]
  }
  return (['delete', 'insert'] as const).flatMap((type) => {
    const of = derived.flatMap((change) => (change.type === type ? (files.get(change) ?? []) : []))
    return of.length === 0
      ? []
      : [sql`SELECT *, ${sql.lit(type)} AS _change_type, ${stamp} FROM ${relationOf(source, of)}`]
  })
}

/** The buckets that the versions after `from`, up to `to`, changed. */
export async function bucketsBetween(place: Place, from: number, to: number): Promise<Set<number>> {
  const buckets = new Set<number>()
  for (const { actions } of await readCommits(place, from + 1, to)) {
    for (const entry of actions) {
      const file = entry.add ?? entry.remove
      const bucket = file?.dataChange ? bucketIn(file.partitionValues ?? {}) : undefined
      if (bucket !== undefined) buckets.add(bucket)
    }
  }
  return buckets
}

/** `lake.version_unknown` when the versions `from` to `to` are not those of a table. */
export function checkVersions(place: Place, latest: number, from: number, to: number): void {
  const wrong = [from, to].find((asked) => !Number.isInteger(asked) || asked < 0)
  const version = wrong ?? (to > latest ? to : undefined)
  if (version !== undefined)
    throw new ShuyuanError('lake.version_unknown', { table: place.table, version, latest })
}
