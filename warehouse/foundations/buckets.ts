import { sql } from 'kysely'
import { datasetOf } from '../../catalog/lookup.ts'
import { bucketOf } from '../engine/bucket.ts'
import type { Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import { withTemporaryTables } from '../engine/temporary.ts'
import { buildBucket } from '../resolve/build.ts'
import { diff } from '../resolve/diff.ts'
import { manyRows, statesOf } from '../resolve/states.ts'
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
    for (const bucket of group) {
      const of = (rows: Relation) => (group.length === 1 ? rows : ofBucket(foundation, rows, bucket))
      const rows = { golden: of(built.golden), conflicts: of(built.conflicts) }
      staged.set(bucket, await stageRecords(build, sources, session, bucket, rows))
    }
  } finally {
    await built.dispose()
  }
  for (const bucket of group)
    for (const output of build.outputs.states.filter((each) => isDue(build, each, bucket)))
      staged.get(bucket)?.set(output.table.name, {
        ...nothing(bucket),
        add: await stageStates(build, sources, session, output, bucket),
      })
}

function ofBucket({ key, buckets }: Build['foundation'], rows: Relation, bucket: number): Relation {
  return sql`(select * from ${rows} where ${bucketOf(sql.id(key), buckets)} = ${sql.lit(bucket)})`
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
  return empty || build.keysChanged || changedIn(build.inputs, dataset, bucket)
}

async function stageStates(build: Build, sources: Sources, session: Session, output: Output, bucket: number) {
  const dataset = datasetOf(build.warehouse.catalogue, output.dataset ?? '')
  const std = sources.rows(dataset.id, [bucket])
  if (!std) return []
  return withTemporaryTables(session, `states_${dataset.id}_${bucket}`, async (tables) => {
    const many = await tables.createUnlessEmpty('many', manyRows(dataset, std))
    return output.table.stage(session, sql`select * from ${statesOf(dataset, std, many)}`, {
      name: build.name,
      bucket,
    })
  })
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
