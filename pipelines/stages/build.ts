import type { RawBuilder } from 'kysely'
import type { Foundation } from '../../catalog/foundation.ts'
import { foundationOf } from '../../catalog/lookup.ts'
import type { Session } from '../../warehouse/engine/engine.ts'
import { baseColumns, conflictColumns } from '../../warehouse/foundations/index.ts'
import type { DataFile, LakeTable, Snapshot, StagedFile } from '../../warehouse/lake/index.ts'
import { latestRelease, nextRelease, type Release } from '../../warehouse/ledger/index.ts'
import { buildBucket, diff, gate } from '../../warehouse/resolve/index.ts'
import type { Platform, StageResult } from '../platform.ts'
import { problem } from '../problem.ts'

/** The live rows that a build reads, fixed at its start. */
type Inputs = Record<string, { table: LakeTable; snapshot: Snapshot }>

/** Golden rows and conflicts of the changed buckets, staged and not yet visible to anyone. */
interface Staged {
  base: StagedFile[]
  changes: StagedFile[]
  conflicts: StagedFile[]
}

/**
 * Rebuilds the buckets of a foundation that changed since its last release, passes them through the
 * release gate and publishes the next release.
 */
export async function buildStage(
  platform: Platform,
  foundationId: string,
  runId: number,
): Promise<StageResult> {
  const foundation = foundationOf(platform.catalogue, foundationId)
  const last = await latestRelease(platform.ledger.db, foundationId)
  const inputs = await readInputs(platform, foundation)
  const buckets = await bucketsToBuild(foundation, inputs, last)
  if (buckets.length === 0) return unchanged(inputs, last)
  const number = (last?.number ?? 0) + 1
  const tables = await openTables(platform, foundation)
  const session = await platform.engine.session()
  try {
    return await buildRelease({
      platform,
      session,
      foundation,
      inputs,
      buckets,
      last,
      number,
      runId,
      ...tables,
    })
  } finally {
    session.close()
  }
}

interface Build {
  platform: Platform
  session: Session
  foundation: Foundation
  inputs: Inputs
  buckets: number[]
  last: Release | undefined
  number: number
  runId: number
  base: LakeTable
  conflicts: LakeTable
}

async function buildRelease(build: Build): Promise<StageResult> {
  const { platform, foundation, base, conflicts, number, inputs } = build
  const before = { base: await base.snapshot(), conflicts: await conflicts.snapshot() }
  const committed = {
    base: (before.base.txns.get('build') ?? 0) >= number,
    conflicts: (before.conflicts.txns.get('build') ?? 0) >= number,
  }
  if (!committed.base || !committed.conflicts) {
    const staged = await stageBuckets(build, before.base, committed)
    const counts = countsAfter(before, staged, build.buckets, committed)
    const last = build.last && { golden: build.last.counts.golden ?? 0 }
    const problems = gate({ foundation, counts, last }).map(({ code, fields }) => problem(code, fields))
    if (problems.length > 0)
      return { status: 'blocked', inputs: versionsOf(inputs), outputs: {}, counts, problems }
    if (!committed.base) await replaceBuckets(build, base, before.base, staged.base, staged.changes)
    if (!committed.conflicts) await replaceBuckets(build, conflicts, before.conflicts, staged.conflicts, [])
  }
  const versions = { base: await base.snapshot(), conflicts: await conflicts.snapshot() }
  const counts = {
    golden: rowsIn(versions.base.files),
    conflicts: rowsIn(versions.conflicts.files),
    buckets: build.buckets.length,
  }
  const release = {
    [base.name]: versions.base.version,
    [conflicts.name]: versions.conflicts.version,
  }
  await nextRelease(platform.ledger.db, {
    foundation: foundation.id,
    tables: release,
    inputs: versionsOf(inputs),
    runId: build.runId,
    counts,
    createdAt: platform.clock.now(),
  })
  return {
    status: 'succeeded',
    inputs: versionsOf(inputs),
    outputs: { release: number, ...release },
    counts,
    problems: [],
  }
}

async function stageBuckets(
  build: Build,
  before: Snapshot,
  committed: { base: boolean; conflicts: boolean },
): Promise<Staged> {
  const staged: Staged = { base: [], changes: [], conflicts: [] }
  for (const [at, bucket] of build.buckets.entries()) {
    build.platform.progress({
      stage: `build.${build.foundation.id}`,
      what: 'progress.buckets',
      done: at,
      total: build.buckets.length,
    })
    await stageBucket(build, before, committed, bucket, staged)
  }
  return staged
}

async function stageBucket(
  build: Build,
  before: Snapshot,
  committed: { base: boolean; conflicts: boolean },
  bucket: number,
  staged: Staged,
) {
  const { platform, session, foundation, inputs, number, base, conflicts } = build
  const std: Record<string, RawBuilder<unknown>> = {}
  for (const [dataset, { table, snapshot }] of Object.entries(inputs)) {
    std[dataset] = table.select(snapshot, { buckets: [bucket] })
  }
  const built = await buildBucket(session, { catalogue: platform.catalogue, foundation, bucket, std })
  const name = `release-${String(number).padStart(6, '0')}`
  if (!committed.base) {
    const golden = await base.stage(session, built.golden, { name, bucket })
    staged.base.push(...golden)
    if (build.last) {
      const changed = diff({
        foundation,
        previous: base.select(before, { buckets: [bucket] }),
        next: built.golden,
      })
      staged.changes.push(...(await base.stageChanges(session, changed, { name, bucket })))
    }
  }
  if (!committed.conflicts) {
    staged.conflicts.push(...(await conflicts.stage(session, built.conflicts, { name, bucket })))
  }
  await built.dispose()
}

async function replaceBuckets(
  build: Build,
  table: LakeTable,
  before: Snapshot,
  add: StagedFile[],
  cdc: StagedFile[],
) {
  const buckets = new Set(build.buckets)
  await table.commit({
    add,
    ...(build.last ? { cdc } : {}),
    readBuckets: build.buckets,
    remove: before.files.filter((file) => buckets.has(bucketNumber(file))),
    readVersion: before.version,
    txn: { app: 'build', version: build.number },
    operation: 'BUILD',
  })
}

async function readInputs(platform: Platform, foundation: Foundation): Promise<Inputs> {
  const inputs: Inputs = {}
  for (const dataset of foundation.datasets) {
    const table = platform.lake.table(`std/${dataset}`)
    if (await table.exists()) inputs[dataset] = { table, snapshot: await table.snapshot() }
  }
  return inputs
}

/** Every bucket for a first release or a new dataset; else those whose files changed since the last one. */
async function bucketsToBuild(
  foundation: Foundation,
  inputs: Inputs,
  last: Release | undefined,
): Promise<number[]> {
  const all = Array.from({ length: foundation.buckets }, (_, bucket) => bucket)
  const changed = new Set<number>()
  for (const [dataset, { table, snapshot }] of Object.entries(inputs)) {
    const from = last?.inputs[dataset]
    if (from === undefined) {
      if (rowsIn(snapshot.files) > 0) return all
      continue
    }
    for (const bucket of await table.changedBuckets(from, snapshot.version)) changed.add(bucket)
  }
  return all.filter((bucket) => changed.has(bucket))
}

async function openTables(platform: Platform, foundation: Foundation) {
  const base = platform.lake.table(`base/${foundation.id}`)
  const conflicts = platform.lake.table(`conflicts/${foundation.id}`)
  await base.create(baseColumns(platform.catalogue, foundation), {
    partitionBy: ['bucket'],
    changeFeed: true,
  })
  await conflicts.create(conflictColumns(foundation), { partitionBy: ['bucket'] })
  return { base, conflicts }
}

function countsAfter(
  before: { base: Snapshot; conflicts: Snapshot },
  staged: Staged,
  buckets: number[],
  committed: { base: boolean; conflicts: boolean },
) {
  const after = (snapshot: Snapshot, files: StagedFile[], done: boolean) =>
    done
      ? rowsIn(snapshot.files)
      : rowsIn(files) + rowsIn(snapshot.files.filter((file) => !buckets.includes(bucketNumber(file))))
  return {
    golden: after(before.base, staged.base, committed.base),
    conflicts: after(before.conflicts, staged.conflicts, committed.conflicts),
    buckets: buckets.length,
  }
}

function bucketNumber(file: DataFile): number {
  return Number(file.partitionValues.bucket)
}

function rowsIn(files: (DataFile | StagedFile)[]): number {
  return files.reduce((sum, file) => sum + (file.rows ?? 0), 0)
}

function versionsOf(inputs: Inputs): Record<string, number> {
  return Object.fromEntries(
    Object.entries(inputs).map(([dataset, { snapshot }]) => [dataset, snapshot.version]),
  )
}

function unchanged(inputs: Inputs, last: Release | undefined): StageResult {
  return {
    status: 'skipped',
    inputs: versionsOf(inputs),
    outputs: last ? { release: last.number } : {},
    counts: {},
    problems: [],
  }
}
