import { isTransient, ShuyuanError } from '../core/errors.ts'
import { errorProblem } from '../governance/problem.ts'
import type { Problem } from '../warehouse/ledger/json.ts'
import { withLock } from '../warehouse/ledger/locks.ts'
import { activeRuns, createRun } from '../warehouse/ledger/runs.ts'
import {
  claimStage,
  finishStage,
  readyStages,
  type Stage,
  stagesToQueue,
} from '../warehouse/ledger/stages.ts'
import type { Plan } from './plan.ts'
import type { Platform } from './platform.ts'
import type { Queue } from './queue/queue.ts'
import type { StageKind } from './stage.ts'
import { stageKinds } from './stages/index.ts'

/** What a queued job says: which stage of which run. Never data. */
export interface StageJob {
  runId: number
  stage: string
}

/** The other kind of job: the time of a schedule has come. */
export type QueuedJob = StageJob | { schedule: string }

const TRANSIENT_ATTEMPTS = 5

const events = { succeeded: 'succeed', blocked: 'block', skipped: 'skip' } as const

/**
 * Records a run of `plan` and queues its first stages.
 * @throws ShuyuanError `ledger.run_active` when another run is on the same targets
 */
export async function startRun(
  platform: Platform,
  queue: Queue<QueuedJob>,
  plan: Plan,
  trigger: string,
): Promise<number> {
  const run = await createRun(platform.ledger.db, {
    targets: plan.targets,
    plan,
    trigger,
    stages: plan.stages,
    startedAt: platform.clock.now(),
  })
  await advanceRun(platform, queue, run.id)
  return run.id
}

/**
 * Queues the stages of a run whose predecessors have ended; after a stage that ended well only those that waited for
 * it: the others are in the queue. Queueing a stage twice is harmless.
 */
async function advanceRun(
  platform: Platform,
  queue: Queue<QueuedJob>,
  runId: number,
  ended?: string,
): Promise<void> {
  for (const stage of await readyStages(platform.ledger.db, runId, ended)) await enqueue(queue, runId, stage)
}

/**
 * Queues whatever of the unfinished runs that `takes` is true of should be in the queue: what a worker does when it starts, and now and
 * then after. Stages whose job was lost with the queue's server are among it.
 */
export async function advanceAll(
  platform: Platform,
  queue: Queue<QueuedJob>,
  takes: (runId: number) => Promise<boolean>,
): Promise<void> {
  for (const run of await activeRuns(platform.ledger.db)) {
    if (!(await takes(run.id))) continue
    for (const stage of await stagesToQueue(platform.ledger.db, run.id)) await enqueue(queue, run.id, stage)
  }
}

function enqueue(queue: Queue<QueuedJob>, runId: number, stage: Pick<Stage, 'id'>): Promise<void> {
  return queue.add(`run-${runId}-${stage.id.replace('.', '-')}`, { runId, stage: stage.id })
}

/**
 * Runs one stage to its end and records it. A stage that has ended already is left alone, and only one process
 * works on a target at a time, so a job that is delivered twice does its work once.
 * @throws the failure itself when it is transient and the job should be tried again
 */
export async function executeStage(
  platform: Platform,
  queue: Queue<QueuedJob>,
  job: StageJob,
  kinds = stageKinds,
): Promise<void> {
  await withLock(platform.ledger.db, `stage:${job.stage}`, async () => {
    const claim = await claimStage(platform.ledger.db, job.runId, job.stage, platform.clock.now())
    if (claim.outcome === 'claimed') await runClaimed(platform, claim.stage, kinds)
  })
  await advanceRun(platform, queue, job.runId, job.stage)
}

/**
 * Runs a claimed stage to its end and records it. Gives the failure that it ended in.
 * @throws the failure itself when it is transient, and the stage waits to be claimed again
 */
export async function runClaimed(
  platform: Platform,
  stage: Stage,
  kinds = stageKinds,
): Promise<{ failure?: unknown }> {
  platform.progress({ stage: stage.id, what: 'progress.started', done: 0, total: 0 })
  const attempt = { runId: stage.runId, id: stage.id, attempt: stage.attempts }
  try {
    const { status, ...report } = await kindOf(stage, kinds).run(platform, stage)
    await finishStage(platform.ledger.db, {
      ...attempt,
      ...report,
      event: events[status],
      now: platform.clock.now(),
    })
    platform.progress({ stage: stage.id, what: `progress.${status}`, done: 1, total: 1 })
    return {}
  } catch (error) {
    const again = isTransient(error) && stage.attempts < TRANSIENT_ATTEMPTS
    platform.log[again ? 'warn' : 'error']({ err: error, stage: stage.id }, 'stage failed')
    const problem = failureOf(error)
    await finishStage(platform.ledger.db, {
      ...attempt,
      event: again ? 'release' : 'fail',
      error: problem,
      problems: [problem],
      now: platform.clock.now(),
    })
    if (again) throw error
    platform.progress({ stage: stage.id, what: 'progress.failed', done: 1, total: 1 })
    return { failure: error }
  }
}

/** @throws ShuyuanError `pipelines.unknown_target` of a stage that a later version of the platform planned */
function kindOf({ kind }: Pick<Stage, 'kind'>, kinds: typeof stageKinds): StageKind {
  const known = kinds.flat()
  const found = known.find((each) => each.kind === kind)
  if (found) return found
  const names = known.map((each) => each.kind).join(', ')
  throw new ShuyuanError('pipelines.unknown_target', { target: kind, known: names })
}

/** The result of a stage in one line: a key of the locale tables, or a text as it is. */
export function resultOf({ kind, outputs, counts }: Pick<Stage, 'kind' | 'outputs' | 'counts'>) {
  return kindOf({ kind }, stageKinds).result?.(outputs, counts)
}

/** A failure as a problem. Of one that nobody foresaw only its kind is kept: its message may quote data. */
function failureOf(error: unknown): Problem {
  if (error instanceof ShuyuanError) return errorProblem(error)
  const name = error instanceof Error ? error.name : typeof error
  const code = (error as { code?: unknown } | null)?.code
  return {
    code: 'error.pipelines.unexpected',
    fields: { name, code: typeof code === 'string' ? code : '-', severity: 'error' },
  }
}
