import { sql } from 'kysely'
import { datasetOf } from '../../catalog/lookup.ts'
import { bucketOf } from '../engine/bucket.ts'
import type { Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import { TemporaryTables } from '../engine/temporary.ts'
import type { DataFile } from '../lake/types.ts'
import {
  ambiguousKeyChanges,
  authorityOf,
  type KeyRegister,
  keyChanges,
  movedRows,
  subjectRows,
} from '../resolve/key_changes.ts'
import { unretracted } from '../resolve/log.ts'
import type { Build } from './build.ts'
import { bucketNumber, type Input, rowsIn } from './inputs.ts'
import { disputedRows } from './marks.ts'

/**
 * The rows that resolution reads, by dataset: the log without what was taken back, and with the rows of former keys
 * under the subjects' present keys.
 */
export interface Sources {
  /** The rows of buckets that are made anew, or undefined where there are none. */
  rows(dataset: string, buckets: number[]): Relation | undefined
  /** The rows of single subjects, of these columns or all: `keys` has a column `key`. */
  rowsOf(dataset: string, keys: Relation, columns?: string[]): Relation | undefined
  /** Former and present keys (`former, current`), or undefined where no key ever changed. */
  changes: Relation | undefined
  /** Changes of key that are in doubt, in the conflict table's shape; undefined where none is. */
  doubts: Relation | undefined
  /** What is in dispute, as rows `key, disputed, bucket`; undefined where nothing is. */
  disputed: Relation | undefined
  /** Conflict rows, with the changes of key of these buckets' keys that are in doubt. */
  withDoubts(conflicts: Relation, buckets: number[], within?: Relation): Relation
  dispose(): Promise<void>
}

/** Fixes the rows of a build. What it makes is shared by all sessions of the engine, until `dispose`. */
export async function openSources(build: Build, session: Session): Promise<Sources> {
  const tables = new TemporaryTables(session, `build_${build.foundation.id}`, { shared: true })
  const dispose = () => tables.drop()
  try {
    const retracted = await retractions(build, session)
    const log = (dataset: string, files?: DataFile[]) => logOf(build, dataset, retracted, files)
    const { changes, doubts } = await changesOf(build, log, tables)
    const disputed = await disputedOf(build, changes, tables)
    const whole = build.scope.whole.length > 0
    const moved = changes && whole ? await movedOf(build, changes, log, tables) : undefined
    return {
      changes,
      doubts,
      disputed,
      dispose,
      rows: (...wanted) => bucketRows(build, { log, changes, moved }, ...wanted),
      rowsOf: (id, keys, columns) => {
        const std = log(id)
        return std && subjectRows(datasetOf(build.warehouse.catalogue, id), std, { keys, changes, columns })
      },
      withDoubts: (conflicts, ...wanted) =>
        doubts ? withDoubts(build, conflicts, doubts, ...wanted) : conflicts,
    }
  } catch (error) {
    await dispose()
    throw error
  }
}

type Log = (dataset: string, files?: DataFile[]) => Relation | undefined

/** Datasets of which rows were taken back. */
async function retractions(build: Build, session: Session): Promise<Set<string>> {
  const found = new Set<string>()
  for (const [dataset, { table, snapshot }] of Object.entries(build.inputs)) {
    if (!snapshot.txns.has('decision')) continue
    const [row] = await session.rows(sql`select 1 from ${table.select(snapshot)} where _op = 'R' limit 1`)
    if (row) found.add(dataset)
  }
  return found
}

function logOf(
  build: Build,
  dataset: string,
  retracted: Set<string>,
  files?: DataFile[],
): Relation | undefined {
  const input: Input | undefined = build.inputs[dataset]
  if (!input || rowsIn(files ?? input.snapshot.files) === 0) return undefined
  const rows = input.table.select(input.snapshot, files ? { files } : {})
  return retracted.has(dataset) ? unretracted(rows) : rows
}

interface Changes {
  changes?: Relation
  /** Changes of key that are in doubt. */
  doubts?: Relation
}

async function changesOf(build: Build, log: Log, tables: TemporaryTables): Promise<Changes> {
  const { foundation, warehouse } = build
  const register = foundation.keyChanges
  const std = register && log(register.dataset)
  if (!std) return {}
  const given: KeyRegister = {
    dataset: datasetOf(warehouse.catalogue, register.dataset),
    changes: register,
    std,
    authority: authorityOf(warehouse.catalogue, foundation, (id) => log(id)),
  }
  const changes = await tables.createUnlessEmpty('key_changes', sql`select * from ${keyChanges(given)}`)
  const doubts = await tables.createUnlessEmpty('doubts', ambiguousKeyChanges(given, foundation.key))
  return { ...(changes ? { changes } : {}), ...(doubts ? { doubts } : {}) }
}

async function disputedOf(build: Build, changes: Relation | undefined, tables: TemporaryTables) {
  const rows = disputedRows(build, changes)
  return (rows && (await tables.createUnlessEmpty('disputed', rows))) ?? undefined
}

function withDoubts(
  build: Build,
  conflicts: Relation,
  doubts: Relation,
  buckets: number[],
  within?: Relation,
): Relation {
  const key = sql.id(build.foundation.key)
  const there = sql`${bucketOf(key, build.foundation.buckets)} in (${sql.join(buckets.map((each) => sql.lit(each)))})`
  const wanted = within ? sql`and ${key} in (select key from ${within})` : sql``
  return sql`(select * from (select * from ${conflicts} union all by name select * from ${doubts} where ${there} ${wanted})
    order by ${key}, element, copy_dataset, copy_field)`
}

/** The rows of former keys, by dataset, under present keys and in their buckets. */
async function movedOf(
  build: Build,
  changes: Relation,
  log: Log,
  tables: TemporaryTables,
): Promise<Map<string, Relation>> {
  const { foundation, warehouse } = build
  const moved = new Map<string, Relation>()
  for (const id of Object.keys(build.inputs)) {
    const std = log(id)
    if (!std) continue
    const dataset = datasetOf(warehouse.catalogue, id)
    const bucket = bucketOf(sql.id(dataset.key), foundation.buckets)
    const rows = sql`select * replace (${bucket} as bucket) from ${movedRows(dataset, std, changes)}`
    moved.set(id, await tables.create(`moved_${id}`, rows))
  }
  return moved
}

function bucketRows(
  build: Build,
  known: { log: Log; changes: Relation | undefined; moved: Map<string, Relation> | undefined },
  id: string,
  buckets: number[],
): Relation | undefined {
  const key = sql.id(datasetOf(build.warehouse.catalogue, id).key)
  const files = build.inputs[id]?.snapshot.files.filter((file) => buckets.includes(bucketNumber(file))) ?? []
  const own = known.log(id, files)
  const moved = known.moved?.get(id)
  const present = known.changes ? sql`where ${key} not in (select former from ${known.changes})` : sql``
  const parts = [
    ...(own ? [sql`select * from ${own} ${present}`] : []),
    ...(moved
      ? [sql`select * from ${moved} where bucket in (${sql.join(buckets.map((each) => sql.lit(each)))})`]
      : []),
  ]
  return parts.length > 0 ? sql`(${sql.join(parts, sql` union all by name `)})` : undefined
}
