import type { Dataset } from '../../catalog/dataset.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { contentVersion } from '../../warehouse/lake/compact.ts'
import { beginEventRun, eventBuild } from '../../warehouse/ledger/event_runs.ts'
import { withLock } from '../../warehouse/ledger/locks.ts'
import { latestRelease } from '../../warehouse/ledger/releases.ts'
import { activeRuns } from '../../warehouse/ledger/runs.ts'
import { claimStage, type Stage } from '../../warehouse/ledger/stages.ts'
import type { Platform } from '../platform.ts'
import { runClaimed } from '../runs.ts'
import type { StageKind } from '../stage.ts'
import { build as buildKind } from '../stages/build.ts'
import { sumCounts } from '../stages/ingest/attempt.ts'
import type { ExtractOutcome } from '../stages/ingest/extract_result.ts'
import { processWaiting } from '../stages/ingest/ingest.ts'
import { createDatasetTables } from '../stages/ingest/tables.ts'
import type { Intake } from './intake.ts'
import { landEvents } from './land.ts'

const BUILD_TRIES = 4

/** Extracts of events that are in std and not yet published. */
export interface Ingested {
  outcomes: ExtractOutcome[]
  startedAt: Date
  /** Milliseconds that landing and ingesting took. */
  tookMs: number
}

/** What was published at once. */
export interface CycleResult {
  extracts: number
  received: number
  /** Milliseconds of landing and ingesting, and of building and publishing. */
  ingestMs: number
  buildMs: number
}

/** Makes the dataset's tables where they do not exist yet; once before the first cycle. */
export async function prepareDataset(platform: Platform, dataset: Dataset): Promise<void> {
  await withLock(platform.ledger.db, `stage:ingest.${dataset.id}`, () =>
    createDatasetTables(platform, dataset),
  )
}

/**
 * Takes what was accepted to std: sealed, landed, judged, by the very path of files and under the lock under which
 * runs do the same. Cut off anywhere, the next call of any process goes on. Undefined: there was nothing.
 */
export async function ingestEvents(
  platform: Platform,
  dataset: Dataset,
  intake: Intake | undefined,
): Promise<Ingested | undefined> {
  const startedAt = platform.clock.now()
  const from = performance.now()
  const outcomes = await withLock(platform.ledger.db, `stage:ingest.${dataset.id}`, async () => {
    await landEvents(platform, dataset, intake)
    return processWaiting(platform, dataset)
  })
  return outcomes.length === 0 ? undefined : { outcomes, startedAt, tookMs: performance.now() - from }
}

/** Builds and publishes what was ingested, as one run. With nothing ingested, what an earlier run could not. */
export async function publishEvents(
  platform: Platform,
  dataset: Dataset,
  ingested: Ingested[],
): Promise<CycleResult> {
  const from = performance.now()
  const outcomes = ingested.flatMap((each) => each.outcomes)
  const startedAt = ingested[0]?.startedAt ?? platform.clock.now()
  await withBuildLocks(platform, dataset, async () => {
    await build(platform, await beginRun(platform, dataset, outcomes, startedAt))
  })
  return {
    extracts: outcomes.length,
    received: sumCounts(outcomes).received,
    ingestMs: ingested.reduce((sum, { tookMs }) => sum + tookMs, 0),
    buildMs: performance.now() - from,
  }
}

/** All the way for what is accepted now. Undefined: there was nothing. */
export async function eventCycle(
  platform: Platform,
  dataset: Dataset,
  intake: Intake | undefined,
): Promise<CycleResult | undefined> {
  const ingested = await ingestEvents(platform, dataset, intake)
  return ingested && publishEvents(platform, dataset, [ingested])
}

/** True when the last release was built from std as it is now. */
export async function isPublished(platform: Platform, dataset: Dataset): Promise<boolean> {
  const table = platform.lake.table(`std/${dataset.id}`)
  if (!(await table.exists())) return true
  const snapshot = await table.snapshot()
  const release = await latestRelease(platform.ledger.db, dataset.foundation)
  return release ? release.inputs[dataset.id] === contentVersion(snapshot) : snapshot.files.length === 0
}

/** Of all builds of the foundation only this: the first lock keeps workers from the stage of an event run. */
function withBuildLocks(
  platform: Platform,
  { foundation }: Dataset,
  work: () => Promise<void>,
): Promise<void> {
  const { db } = platform.ledger
  return withLock(db, `stage:${eventBuild(foundation)}`, () =>
    withLock(db, `stage:build.${foundation}`, work),
  )
}

function beginRun(
  platform: Platform,
  dataset: Dataset,
  outcomes: ExtractOutcome[],
  startedAt: Date,
): Promise<Stage> {
  const seqs = outcomes.map(({ seq }) => seq)
  return beginEventRun(platform.ledger.db, {
    dataset: dataset.id,
    foundation: dataset.foundation,
    extracts: seqs,
    counts: { ...sumCounts(outcomes) },
    outputs: seqs.length === 0 ? {} : { firstExtract: Math.min(...seqs), lastExtract: Math.max(...seqs) },
    problems: outcomes.flatMap(({ problems }) => problems),
    blocked: seqs.length > 0 && outcomes.every(({ status }) => status !== 'ingested'),
    startedAt,
    now: platform.clock.now(),
  })
}

/** The stage of a build, in which a conflict with another writer is tried again at once. */
const buildAtOnce: StageKind = {
  ...buildKind,
  async run(platform, stage) {
    for (let tries = 1; ; tries++) {
      try {
        return await buildKind.run(platform, stage)
      } catch (error) {
        if (!isConflict(error) || tries === BUILD_TRIES) throw error
      }
    }
  },
}

/** Runs the build of an event run as every stage is run. @throws what it failed of */
async function build(platform: Platform, stage: Stage): Promise<void> {
  const ended = await runClaimed(platform, stage, [buildAtOnce])
  if ('failure' in ended) throw ended.failure
}

/**
 * Ends the builds of event runs whose process died, and publishes what it had ingested. Under the build's lock none
 * of them can be at work.
 */
export async function finishInterruptedRuns(platform: Platform, dataset: Dataset): Promise<void> {
  const { db } = platform.ledger
  await withBuildLocks(platform, dataset, async () => {
    const left = (await activeRuns(db)).filter(
      (run) => run.trigger === 'events' && run.targets.includes(dataset.id),
    )
    for (const run of left) {
      const claim = await claimStage(db, run.id, eventBuild(dataset.foundation), platform.clock.now())
      if (claim.outcome === 'claimed') await build(platform, claim.stage)
    }
  })
}

function isConflict(error: unknown): boolean {
  return error instanceof ShuyuanError && error.code === 'lake.conflict'
}
