import { sql } from 'kysely'
import { datasetOf } from '../../../catalog/lookup.ts'
import type { Session } from '../../../warehouse/engine/engine.ts'
import { buildBucket, diff, manyRows, statesOf, TemporaryTables } from '../../../warehouse/resolve/index.ts'
import type { Build } from './index.ts'
import { type Output, type Staged, type StagedTables, together } from './outputs.ts'
import { changedIn } from './scope.ts'
import type { Sources } from './sources.ts'

/** Buckets built at the same time: a bucket's queries are too small to keep two cores busy alone. */
const AT_ONCE = 2

/** Makes whole buckets anew. The result's order does not depend on which was ready first. */
export async function stageBuckets(
  build: Build,
  sources: Sources,
  buckets: number[],
): Promise<StagedTables[]> {
  const staged = new Map<number, StagedTables>()
  const waiting = [...buckets]
  const work = async () => {
    const session = await build.platform.engine.session()
    try {
      for (let bucket = waiting.shift(); bucket !== undefined; bucket = waiting.shift()) {
        build.progress(staged.size, buckets.length)
        staged.set(bucket, await stageBucket(build, sources, session, bucket))
      }
    } finally {
      session.close()
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, waiting.length) }, work))
  return buckets.flatMap((bucket) => staged.get(bucket) ?? [])
}

async function stageBucket(
  build: Build,
  sources: Sources,
  session: Session,
  bucket: number,
): Promise<StagedTables> {
  const { foundation, platform, outputs, asOf } = build
  const std = Object.fromEntries(
    Object.keys(build.inputs).flatMap((id) => {
      const rows = sources.rows(id, bucket)
      return rows ? [[id, rows]] : []
    }),
  )
  const marks = sources.disputed && sql`(select * from ${sources.disputed} where bucket = ${sql.lit(bucket)})`
  const { catalogue } = platform
  const built = await buildBucket(session, { catalogue, foundation, bucket, std, marks, asOf })
  const options = { name: build.name, bucket }
  const empty: Staged = { add: [], deletes: [], changes: [], replaced: [bucket], changed: [] }
  const staged: StagedTables = new Map()
  try {
    const { base, conflicts } = outputs
    if (!base.done) {
      const previous = base.table.select(base.before, { buckets: [bucket] })
      const changed = diff({ foundation, previous, next: built.golden })
      staged.set(base.table.name, {
        ...empty,
        add: await base.table.stage(session, built.golden, options),
        changes: build.last ? await base.table.stageChanges(session, changed, options) : [],
      })
    }
    if (!conflicts.done)
      staged.set(conflicts.table.name, {
        ...empty,
        add: await conflicts.table.stage(session, sources.withDoubts(built.conflicts, [bucket]), options),
      })
  } finally {
    await built.dispose()
  }
  for (const output of outputs.states.filter((each) => isDue(build, each, bucket)))
    staged.set(output.table.name, {
      ...empty,
      add: await stageStates(build, sources, session, output, bucket),
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
  const dataset = datasetOf(build.platform.catalogue, output.dataset ?? '')
  const std = sources.rows(dataset.id, bucket)
  if (!std) return []
  const tables = new TemporaryTables(session, `states_${dataset.id}_${bucket}`)
  try {
    const many = await tables.createUnlessEmpty('many', manyRows(dataset, std))
    return await output.table.stage(session, sql`select * from ${statesOf(dataset, std, many)}`, {
      name: build.name,
      bucket,
    })
  } finally {
    await tables.drop()
  }
}

/** The parts of every table, put together. */
export function joinParts(parts: StagedTables[]): StagedTables {
  const names = [...new Set(parts.flatMap((part) => [...part.keys()]))].sort()
  return new Map(names.map((name) => [name, together(parts.flatMap((part) => part.get(name) ?? []))]))
}
