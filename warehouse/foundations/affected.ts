import { sql } from 'kysely'
import { datasetOf } from '../../catalog/lookup.ts'
import { bucketOf } from '../engine/bucket.ts'
import type { Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import type { TemporaryTables } from '../engine/temporary.ts'
import { ambiguousKeyChanges, keyChanges } from '../resolve/key_changes.ts'
import { keyRegisterOf } from '../resolve/key_register.ts'
import type { Build } from './build.ts'
import { changedRows } from './inputs.ts'
import { remarkedKeys } from './marks.ts'
import type { Sources } from './sources.ts'

/** The keys whose records may differ from the last release's, outside the buckets that are made anew. */
export interface Affected {
  /** A table `key, bucket`. */
  keys: Relation
  buckets: number[]
}

/** Finds them from the rows added and deleted since the last release, and from what else moves records. */
export async function affectedKeys(
  build: Build,
  sources: Sources,
  session: Session,
  tables: TemporaryTables,
): Promise<Affected> {
  const parts = [
    ...addedKeys(build),
    ...(sources.changes ? presentKeys(build, sources.changes) : []),
    ...(await remappedKeys(build, sources)),
    ...expiringKeys(build),
    ...remarkedKeys(build, sources.disputed),
  ]
  const bucket = bucketOf(sql`key`, build.foundation.buckets)
  const elsewhere = sql.join([-1, ...build.scope.whole].map((each) => sql.lit(each)))
  const all = parts.length > 0 ? sql.join(parts, sql` union all `) : sql`select null::varchar as key`
  const keys = await tables.create(
    'affected',
    sql`select key, bucket from (select distinct key, ${bucket} as bucket from (${all}) where key is not null)
      where bucket not in (${elsewhere})`,
  )
  const found = await session.rows<{ bucket: number }>(sql`select distinct bucket from ${keys} order by 1`)
  return { keys, buckets: found.map((row) => row.bucket) }
}

/** Keys of rows that were added or deleted, as they were sent. */
function addedKeys(build: Build): Relation[] {
  return Object.entries(build.inputs).flatMap(([id, input]) => {
    const rows = input.changed ? changedRows(input) : undefined
    if (!rows) return []
    const key = sql.id(datasetOf(build.warehouse.catalogue, id).key)
    const register = build.foundation.keyChanges
    const former =
      register?.dataset === id ? [sql`select ${sql.id(register.former)} as key from ${rows}`] : []
    return [sql`select ${key} as key from ${rows}`, ...former]
  })
}

/** The present keys of subjects whose former keys were sent. */
function presentKeys(build: Build, changes: Relation): Relation[] {
  const sent = addedKeys(build)
  if (sent.length === 0) return []
  return [sql`select current as key from ${changes} where former in (${sql.join(sent, sql` union all `)})`]
}

/** Both keys of every change of key that was not known to the last release, or no longer stands, or is in doubt since. */
async function remappedKeys(build: Build, sources: Sources): Promise<Relation[]> {
  if (!build.keysChanged || !build.last) return []
  const { inputs } = build.last
  const register = await keyRegisterOf(build.warehouse, build.foundation, (dataset) => inputs[dataset])
  const changes = (rows: Relation) => sql`select former, current from ${rows}`
  const doubts = (rows: Relation) =>
    sql`select ${sql.id(build.foundation.key)} as former, authority_value as current, copy_value, authority_extract,
      authority_line, copy_extract, copy_line from ${rows}`
  const { key } = build.foundation
  return [
    ...differing(changes, sources.changes, register && keyChanges(register)),
    ...differing(doubts, sources.doubts, register && ambiguousKeyChanges(register, key)),
  ]
}

/** Both keys of the rows that are only in one of two relations. */
function differing(
  of: (rows: Relation) => Relation,
  now: Relation | undefined,
  then: Relation | undefined,
): Relation[] {
  const [one, other] = [now, then].map((rows) => rows && of(rows))
  if (!one && !other) return []
  if (!one || !other) return [sql`select unnest([former, current]) as key from (${one ?? other ?? sql``})`]
  const differ = sql`((${one} except ${other}) union all (${other} except ${one}))`
  return [sql`select unnest([former, current]) as key from ${differ}`]
}

/** Records that may no longer be shown since the newest extract was taken. */
function expiringKeys({ foundation, outputs, asOf }: Build): Relation[] {
  if (!foundation.shownUntil || !asOf) return []
  const today = sql`timezone('Asia/Shanghai', ${sql.lit(asOf.toISOString())}::timestamptz)::date`
  const { table, before } = outputs.base
  return [
    sql`select ${sql.id(foundation.key)} as key from ${table.select(before)}
      where ${sql.id(foundation.shownUntil)} < ${today} and record_status <> 'expired'`,
  ]
}
