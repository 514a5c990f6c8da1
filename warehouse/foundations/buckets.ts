import { sql } from 'kysely'
import { datasetOf } from '../../catalog/lookup.ts'
import { bucketOf } from '../engine/bucket.ts'
import type { Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import { type TemporaryTables, withTemporaryTables } from '../engine/temporary.ts'
import type { StagedFile } from '../lake/types.ts'
import { buildBucket } from '../resolve/build.ts'
import { diff } from '../resolve/diff.ts'
import { manyRows, statesOf } from '../resolve/states.ts'
import { BUCKET } from '../tables/datasets.ts'
import type { Build } from './build.ts'
import { bucketNumber, type Inputs, rowsIn } from './inputs.ts'
import { type Output, type Staged, type StagedTables, together } from './outputs.ts'
import { changedIn } from './scope.ts'
import type { Sources } from './sources.ts'

/** Groups of buckets built at the same time: their queries are too small to keep two cores busy alone. */
const AT_ONCE = 2

/** Makes whole buckets anew. The result's order does not depend on which was ready first. */
export async function stageBuckets(
  build: Build,
  sources: Sources,
  buckets: number[],
): Promise<StagedTables[]> {
  const staged = new Map<number, StagedTables>()
  const waiting = bucketGroups(build.inputs, buckets)
  const work = () =>
    build.warehouse.engine.withSession(async (session) => {
      for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
        build.progress(staged.size, buckets.length)
        await stageGroup(build, sources, session, group, staged)
      }
    })
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, waiting.length) }, work))
  return buckets.flatMap((bucket) => staged.get(bucket) ?? [])
}

/** Resolves a group of buckets at once, then writes each bucket's files. */
async function stageGroup(
  build: Build,
  sources: Sources,
  session: Session,
  group: number[],
  staged: Map<number, StagedTables>,
): Promise<void> {
  const { foundation, warehouse, asOf } = build
  const std = Object.fromEntries(
    Object.keys(build.inputs).flatMap((id) => {
      const rows = sources.rows(id, group)
      return rows ? [[id, rows]] : []
    }),
  )
  const wanted = sql.join(group.map((bucket) => sql.lit(bucket)))
  const marks = sources.disputed && sql`(select * from ${sources.disputed} where bucket in (${wanted}))`
  const { catalogue } = warehouse
  const built = await buildBucket(session, {
    catalogue,
    foundation,
    bucket: group.join('_'),
    std,
    marks,
    asOf,
  })
  try {
    await withTemporaryTables(session, `golden_${foundation.id}_${group.join('_')}`, async (tables) => {
      const golden = await divided(tables, group, withBucket(foundation, built.golden))
      const conflicts = await divided(tables, group, withBucket(foundation, built.conflicts))
      for (const bucket of group) {
        const rows = { golden: golden(bucket), conflicts: conflicts(bucket) }
        staged.set(bucket, await stageRecords(build, sources, session, bucket, rows))
      }
    })
  } finally {
    await built.dispose()
  }
  for (const output of build.outputs.states) {
    const due = group.filter((bucket) => isDue(build, output, bucket))
    for (const [bucket, add] of await stageStates(build, sources, session, output, due))
      staged.get(bucket)?.set(output.table.name, { ...nothing(bucket), add })
  }
}

function withBucket({ key, buckets }: Build['foundation'], rows: Relation): Relation {
  return sql`(select *, ${bucketOf(sql.id(key), buckets)} as bucket from ${rows})`
}

/**
 * The rows of each of some buckets, without their column `bucket`, in the order of `rows`. Those of several are made once:
 * what says how they are made costs more to plan than to run.
 */
async function divided(
  tables: TemporaryTables,
  buckets: number[],
  rows: Relation,
): Promise<(bucket: number) => Relation> {
  if (buckets.length === 1) return () => sql`(select * exclude (bucket) from ${rows})`
  const made = await tables.create('rows', sql`from ${rows}`)
  return (bucket) => sql`(select * exclude (bucket) from ${made} where bucket = ${sql.lit(bucket)})`
}

const nothing = (bucket: number): Staged => ({
  ...{ add: [], deletes: [], changes: [], changed: [] },
  replaced: [bucket],
})

/** Writes the golden records and conflicts of one bucket. */
async function stageRecords(
  build: Build,
  sources: Sources,
  session: Session,
  bucket: number,
  { golden, conflicts: disagreeing }: { golden: Relation; conflicts: Relation },
): Promise<StagedTables> {
  const { foundation, outputs } = build
  const { base, conflicts } = outputs
  const options = { name: build.name, bucket }
  const staged: StagedTables = new Map()
  if (!base.done) {
    const previous = base.table.select(base.before, { buckets: [bucket] })
    const changed = diff({ foundation, previous, next: golden })
    staged.set(base.table.name, {
      ...nothing(bucket),
      add: await base.table.stage(session, golden, options),
      changes: build.last ? await base.table.stageChanges(session, changed, options) : [],
    })
  }
  if (!conflicts.done)
    staged.set(conflicts.table.name, {
      ...nothing(bucket),
      add: await conflicts.table.stage(session, sources.withDoubts(disagreeing, [bucket]), options),
    })
  return staged
}

/** States are made again where their dataset's rows changed; changed keys may move rows of any dataset. */
function isDue(build: Build, { dataset, done, before }: Output, bucket: number): boolean {
  if (done || dataset === undefined || !build.inputs[dataset]) return false
  const empty = before.files.length === 0
  return empty || build.keysChanged || changedIn(build, dataset, bucket)
}

/** Writes the states of a dataset's records in these buckets. */
async function stageStates(
  build: Build,
  sources: Sources,
  session: Session,
  output: Output,
  buckets: number[],
): Promise<Map<number, StagedFile[]>> {
  const staged = new Map(buckets.map((bucket) => [bucket, [] as StagedFile[]]))
  const dataset = datasetOf(build.warehouse.catalogue, output.dataset ?? '')
  const std = buckets.length > 0 ? sources.rows(dataset.id, buckets) : undefined
  if (!std) return staged
  await withTemporaryTables(session, `states_${dataset.id}_${buckets.join('_')}`, async (tables) => {
    const many = await tables.createUnlessEmpty('many', manyRows(dataset, std))
    const states = await divided(tables, buckets, statesOf(dataset, std, many, [BUCKET.name]))
    for (const bucket of buckets)
      staged.set(bucket, await output.table.stage(session, states(bucket), { name: build.name, bucket }))
  })
  return staged
}

/** The parts of every table, put together. */
export function joinParts(parts: StagedTables[]): StagedTables {
  const names = [...new Set(parts.flatMap((part) => [...part.keys()]))].sort()
  return new Map(names.map((name) => [name, together(parts.flatMap((part) => part.get(name) ?? []))]))
}

/** Input rows of buckets that are resolved together; a larger bucket is resolved alone. */
const ROWS_TOGETHER = 250_000

/**
 * Neighbouring buckets that are resolved by the same queries: planning them costs more than running them on few
 * rows. Decided from counts alone, so that memory stays bounded.
 */
export function bucketGroups(inputs: Inputs, buckets: number[]): number[][] {
  const sizes = new Map<number, number>()
  for (const { snapshot } of Object.values(inputs))
    for (const file of snapshot.files) {
      const bucket = bucketNumber(file)
      sizes.set(bucket, (sizes.get(bucket) ?? 0) + rowsIn([file]))
    }
  const groups: number[][] = []
  let room = 0
  for (const bucket of buckets) {
    const size = sizes.get(bucket) ?? 0
    const group = groups.at(-1)
    if (group && size <= room) group.push(bucket)
    else groups.push([bucket])
    room = (group && size <= room ? room : ROWS_TOGETHER) - size
  }
  return groups
}
