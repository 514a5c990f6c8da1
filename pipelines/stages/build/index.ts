import type { Foundation } from '../../../catalog/foundation.ts'
import { foundationOf } from '../../../catalog/lookup.ts'
import { baseColumns, conflictColumns } from '../../../warehouse/foundations/index.ts'
import type { LakeTable, Snapshot, StagedFile } from '../../../warehouse/lake/index.ts'
import { latestRelease, nextRelease, type Release } from '../../../warehouse/ledger/index.ts'
import { gate } from '../../../warehouse/resolve/index.ts'
import type { Platform, StageResult } from '../../platform.ts'
import { problem } from '../../problem.ts'
import { record } from '../../record.ts'
import { type Build, type Committed, type Staged, stageBuckets } from './buckets.ts'
import { bucketNumber, bucketsToBuild, type Inputs, readInputs, rowsIn, versionsOf } from './inputs.ts'

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
  const tables = await openTables(platform, foundation)
  return buildRelease({
    platform,
    foundation,
    inputs,
    buckets,
    last,
    number: (last?.number ?? 0) + 1,
    runId,
    ...tables,
  })
}

async function buildRelease(build: Build): Promise<StageResult> {
  const { platform, foundation, base, conflicts, inputs } = build
  const before = { base: await base.snapshot(), conflicts: await conflicts.snapshot() }
  const done = (snapshot: Snapshot) => (snapshot.txns.get('build') ?? 0) >= transaction(inputs)
  const committed = { base: done(before.base), conflicts: done(before.conflicts) }
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
  await record(platform, 'publish', foundation.id, { release: build.number, run: build.runId })
  return {
    status: 'succeeded',
    inputs: versionsOf(inputs),
    outputs: { release: build.number, ...release },
    counts,
    problems: [],
  }
}

/**
 * Number of the build's transaction in its tables: table versions only grow, so two builds have the same sum
 * only when they read the same rows. A build that was cut off is finished; one of newer rows is done anew.
 */
function transaction(inputs: Inputs): number {
  return Object.values(inputs).reduce((sum, { snapshot }) => sum + snapshot.version, 0)
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
    txn: { app: 'build', version: transaction(build.inputs) },
    operation: 'BUILD',
  })
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
  committed: Committed,
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

function unchanged(inputs: Inputs, last: Release | undefined): StageResult {
  return {
    status: 'skipped',
    inputs: versionsOf(inputs),
    outputs: last ? { release: last.number } : {},
    counts: {},
    problems: [],
  }
}
