import { isTransient, ShuyuanError } from '../core/errors.ts'
import {
  claimStage,
  endRun,
  finishStage,
  readyStages,
  runningRuns,
  type StageRow,
  stagesOf,
  withLock,
} from '../warehouse/ledger/index.ts'
import type { Plan } from './plan.ts'
import type { Platform, StageResult } from './platform.ts'
import { problemOf } from './problem.ts'
import type { Queue } from './queue/index.ts'
import { buildStage } from './stages/build.ts'
import { deliverStage } from './stages/deliver.ts'
import { ingestStage } from './stages/ingest/index.ts'
import { reportStage } from './stages/report.ts'

/** What a queued job says: which stage of which run. Never data. */
export interface StageJob {
  runId: number
  stage: string
}

/** The other kind of job: the time of a schedule has come. */
export type QueuedJob = StageJob | { schedule: string }

const TRANSIENT_ATTEMPTS = 5

/** Queues the stages of a run whose predecessors have ended, and ends the run when none is left. */
export async function advanceRun(platform: Platform, queue: Queue<QueuedJob>, runId: number): Promise<void> {
  for (const stage of await readyStages(platform.ledger, runId)) {
    await queue.add(`run-${runId}-${stage.id.replace('.', '-')}`, { runId, stage: stage.id })
  }
  await endRunWhenDone(platform, runId)
}

/** Advances every unfinished run: what a worker does when it starts, and now and then after. */
export async function advanceAll(platform: Platform, queue: Queue<QueuedJob>): Promise<void> {
  for (const runId of await runningRuns(platform.ledger)) await advanceRun(platform, queue, runId)
}

/**
 * Runs one stage to its end and records it. Only one process works on a target at a time; a stage that has
 * ended already is left alone, so a job delivered twice does its work once.
 * @throws the failure itself when it is transient and the job should be tried again
 */
export async function executeStage(platform: Platform, queue: Queue<QueuedJob>, job: StageJob): Promise<void> {
  await withLock(platform.ledger, `stage:${job.stage}`, async () => {
    const claimed = await claimStage(platform.ledger, job.runId, job.stage)
    if (claimed) await runClaimed(platform, claimed)
  })
  await advanceRun(platform, queue, job.runId)
}

async function runClaimed(platform: Platform, stage: StageRow): Promise<void> {
  platform.progress({ stage: stage.id, what: 'progress.started', done: 0, total: 0 })
  try {
    const result = await runStage(platform, stage)
    await finishStage(platform.ledger, { runId: stage.runId, id: stage.id, ...result })
    platform.progress({ stage: stage.id, what: `progress.${result.status}`, done: 1, total: 1 })
  } catch (error) {
    if (isTransient(error) && stage.attempts < TRANSIENT_ATTEMPTS) throw error
    await finishStage(platform.ledger, { runId: stage.runId, id: stage.id, ...failed(platform, error) })
    platform.progress({ stage: stage.id, what: 'progress.failed', done: 1, total: 1 })
  }
}

function runStage(platform: Platform, stage: StageRow): Promise<StageResult> {
  switch (stage.kind) {
    case 'ingest':
      return ingestStage(platform, stage.target)
    case 'build':
      return buildStage(platform, stage.target, stage.runId)
    case 'report':
      return reportStage(platform)
    case 'deliver':
      return deliverStage(platform, stage.target)
    default:
      throw new ShuyuanError('pipelines.unknown_target', { target: stage.kind, known: '' })
  }
}

function failed(platform: Platform, error: unknown): Omit<StageResult, 'status'> & { status: 'failed' } {
  platform.log.error({ err: error }, 'stage failed')
  const problem =
    error instanceof ShuyuanError
      ? problemOf(new ShuyuanError(error.code, error.fields))
      : { code: 'error.pipelines.unexpected', fields: { reason: plainReason(error), severity: 'error' } }
  return { status: 'failed', inputs: {}, outputs: {}, counts: {}, problems: [problem] }
}

/** The first line of an unknown failure, without values: such messages may quote data. */
function plainReason(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? `${name} ${code}` : name
}

async function endRunWhenDone(platform: Platform, runId: number): Promise<void> {
  const stages = await stagesOf(platform.ledger, runId)
  if (stages.some((stage) => stage.status === 'pending' || stage.status === 'running')) return
  const has = (status: StageRow['status']) => stages.some((stage) => stage.status === status)
  await endRun(platform.ledger, runId, has('failed') ? 'failed' : has('blocked') ? 'blocked' : 'succeeded')
}

/** The targets that a plan writes, for the guard against two runs on one target. */
export function claimedTargets(plan: Plan): string[] {
  return plan.stages.map((stage) => stage.id)
}
