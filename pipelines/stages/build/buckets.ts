import type { RawBuilder } from 'kysely'
import type { Foundation } from '../../../catalog/foundation.ts'
import type { Session } from '../../../warehouse/engine/engine.ts'
import type { LakeTable, Snapshot, StagedFile } from '../../../warehouse/lake/index.ts'
import type { Release } from '../../../warehouse/ledger/index.ts'
import { buildBucket, diff } from '../../../warehouse/resolve/index.ts'
import type { Platform } from '../../platform.ts'
import { type Inputs, rowsIn } from './inputs.ts'

/** One build of a foundation: what it reads, which buckets it makes, into which tables. */
export interface Build {
  platform: Platform
  foundation: Foundation
  inputs: Inputs
  buckets: number[]
  last: Release | undefined
  number: number
  runId: number
  base: LakeTable
  conflicts: LakeTable
}

/** Golden rows, their changes and conflicts of the built buckets: staged, not yet visible to anyone. */
export interface Staged {
  base: StagedFile[]
  changes: StagedFile[]
  conflicts: StagedFile[]
}

/** Tables that this build committed before it was cut off; they are not staged again. */
export interface Committed {
  base: boolean
  conflicts: boolean
}

/** Buckets built at the same time: a bucket's queries are too small to keep two cores busy alone. */
const AT_ONCE = 2

/** Builds and stages every bucket. The result's order does not depend on which was ready first. */
export async function stageBuckets(build: Build, before: Snapshot, committed: Committed): Promise<Staged> {
  const staged = new Map<number, Staged>()
  const waiting = [...build.buckets]
  const work = async () => {
    const session = await build.platform.engine.session()
    try {
      for (let bucket = waiting.shift(); bucket !== undefined; bucket = waiting.shift()) {
        showProgress(build, staged.size)
        staged.set(bucket, await stageBucket(build, session, before, committed, bucket))
      }
    } finally {
      session.close()
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, waiting.length) }, work))
  const ordered = build.buckets.flatMap((bucket) => staged.get(bucket) ?? [])
  return {
    base: ordered.flatMap((each) => each.base),
    changes: ordered.flatMap((each) => each.changes),
    conflicts: ordered.flatMap((each) => each.conflicts),
  }
}

function showProgress({ platform, foundation, buckets }: Build, done: number): void {
  platform.progress({
    stage: `build.${foundation.id}`,
    what: 'progress.buckets',
    done,
    total: buckets.length,
  })
}

async function stageBucket(
  build: Build,
  session: Session,
  before: Snapshot,
  committed: Committed,
  bucket: number,
): Promise<Staged> {
  const { platform, foundation, base, conflicts, last } = build
  const std: Record<string, RawBuilder<unknown>> = {}
  for (const [dataset, { table, snapshot }] of Object.entries(build.inputs)) {
    if (rowsIn(snapshot.files) > 0) std[dataset] = table.select(snapshot, { buckets: [bucket] })
  }
  const built = await buildBucket(session, { catalogue: platform.catalogue, foundation, bucket, std })
  const options = { name: `release-${String(build.number).padStart(6, '0')}`, bucket }
  try {
    const previous = base.select(before, { buckets: [bucket] })
    const changed = diff({ foundation, previous, next: built.golden })
    return {
      base: committed.base ? [] : await base.stage(session, built.golden, options),
      changes: committed.base || !last ? [] : await base.stageChanges(session, changed, options),
      conflicts: committed.conflicts ? [] : await conflicts.stage(session, built.conflicts, options),
    }
  } finally {
    await built.dispose()
  }
}
