import { type RawBuilder, sql } from 'kysely'
import { ShuyuanError } from '../../core/errors.ts'
import { type Action, bucketIn } from './actions.ts'
import { commitTime, type Place, readCommits } from './log.ts'
import { emptyRelation, relationOf } from './relation.ts'
import type { Column, Snapshot } from './types.ts'

const FEED_COLUMNS: Column[] = [
  { name: '_change_type', type: 'VARCHAR', nullable: false },
  { name: '_commit_version', type: 'BIGINT', nullable: false },
  { name: '_commit_timestamp', type: 'TIMESTAMPTZ', nullable: false },
]

/** Where change rows are stored, as Delta asks. */
export const CHANGE_FOLDER = '_change_data/'

/** The columns of stored change rows. */
export const changeColumns = (schema: Column[]): Column[] => [...schema, ...FEED_COLUMNS.slice(0, 1)]

/** The change rows of the versions `from` to `to`, both included; see `LakeTable.changes`. */
export async function changesBetween(
  place: Place,
  latest: Snapshot,
  from: number,
  to: number,
): Promise<RawBuilder<unknown>> {
  if (!latest.changeFeed) throw new ShuyuanError('lake.change_feed_off', { table: place.table })
  checkVersions(place, latest, from, to)
  const commits = await readCommits(place, from, to)
  const parts = commits.flatMap(({ version, actions }) => changesOf(place, latest, version, actions))
  if (parts.length === 0) return emptyRelation([...latest.schema, ...FEED_COLUMNS])
  return sql`(${sql.join(parts, sql` UNION ALL `)})`
}

function changesOf(
  place: Place,
  latest: Snapshot,
  version: number,
  actions: Action[],
): RawBuilder<unknown>[] {
  const source = { place, schema: latest.schema, partitionBy: latest.partitionBy }
  const stamp = sql`CAST(${sql.lit(version)} AS BIGINT) AS _commit_version,
    make_timestamptz(${sql.lit(commitTime(actions))} * 1000) AS _commit_timestamp`
  const stored = actions.flatMap((entry) => (entry.cdc ? [located(entry.cdc)] : []))
  if (stored.length > 0) {
    const rows = relationOf({ ...source, schema: changeColumns(latest.schema) }, stored, CHANGE_FOLDER)
    return [sql`SELECT *, ${stamp} FROM ${rows}`]
  }
  const derived = (type: 'insert' | 'delete', files: Located[]) =>
    files.length === 0
      ? []
      : [sql`SELECT *, ${sql.lit(type)} AS _change_type, ${stamp} FROM ${relationOf(source, files)}`]
  return [
    ...derived(
      'delete',
      actions.flatMap((entry) => (entry.remove?.dataChange ? [located(entry.remove)] : [])),
    ),
    ...derived(
      'insert',
      actions.flatMap((entry) => (entry.add?.dataChange ? [located(entry.add)] : [])),
    ),
  ]
}

interface Located {
  path: string
  partitionValues: Record<string, string | null>
}

function located(entry: {
  path: string
  partitionValues?: Record<string, string | null> | null | undefined
}): Located {
  return { path: decodeURIComponent(entry.path), partitionValues: entry.partitionValues ?? {} }
}

/** The buckets that the versions after `from`, up to `to`, changed. */
export async function bucketsBetween(
  place: Place,
  latest: Snapshot,
  from: number,
  to: number,
): Promise<Set<number>> {
  checkVersions(place, latest, from + 1, to)
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

function checkVersions(place: Place, latest: Snapshot, from: number, to: number): void {
  const unknown = [from, to].find((version) => !Number.isInteger(version) || version < 0)
  const version = unknown ?? (to > latest.version ? to : undefined)
  if (version !== undefined)
    throw new ShuyuanError('lake.version_unknown', { table: place.table, version, latest: latest.version })
}
