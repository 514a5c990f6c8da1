import { setTimeout as sleep } from 'node:timers/promises'
import { ShuyuanError } from '../core/errors.ts'
import { isLocked, withLock } from '../warehouse/ledger/locks.ts'
import { getRun, overlappingRuns } from '../warehouse/ledger/runs.ts'
import type { Plan } from './plan.ts'
import type { Platform } from './platform.ts'
import type { Queue } from './queue/queue.ts'
import { type QueuedJob, startRun } from './runs.ts'
import { startWorker } from './worker.ts'

const LOOK_MS = 100

/** Called as a run is taken up, so that a person can be told. */
export interface RunEvents {
  /** A run of the same targets that nobody attends to any more is gone on with. */
  resuming?(runId: number): void
  /** A run of the same targets that another process attends to is waited for. */
  waiting?(runId: number): void
  started?(runId: number): void
}

/**
 * Runs a plan with a worker in this process and waits for its end. An unfinished run that shares a stage with it ends
 * first; runs of other targets are left to whoever attends to them. Other workers, if any, share the work. Where
 * `leave` aborts, no further stage is begun and the stage under way is waited for.
 * @throws ShuyuanError `ledger.run_active` when another process has just begun the same targets,
 * `pipelines.run_left` after `leave`
 */
export async function runToEnd(
  platform: Platform,
  queue: Queue<QueuedJob>,
  plan: Plan,
  trigger: string,
  events: RunEvents = {},
  leave?: AbortSignal,
): Promise<number> {
  const { db } = platform.ledger
  const own = new Set<number>()
  const takes = async (runId: number) =>
    !leave?.aborted && (own.has(runId) || (await isAttendedTo(platform, runId)))
  const worker = await startWorker(platform, queue, { takes })
  try {
    const stages = plan.stages.map(({ id }) => id)
    for (const runId of await overlappingRuns(db, stages)) {
      if (await isAttendedTo(platform, runId)) events.waiting?.(runId)
      else events.resuming?.(runId)
      own.add(runId)
      await untilEnded(platform, runId, leave)
    }
    const runId = await startRun(platform, queue, plan, trigger)
    own.add(runId)
    events.started?.(runId)
    await withLock(db, attendance(runId), () => untilEnded(platform, runId, leave))
    return runId
  } finally {
    await worker.stop()
  }
}

/** The lock of the process that waits for a run's end. */
const attendance = (runId: number) => `run:${runId}`

/** True of a run that a living process waits for, or that workers carry out by the clock. */
async function isAttendedTo(platform: Platform, runId: number): Promise<boolean> {
  const { db } = platform.ledger
  return (await getRun(db, runId)).trigger.startsWith('schedule:') || isLocked(db, attendance(runId))
}

async function untilEnded(platform: Platform, runId: number, leave?: AbortSignal): Promise<void> {
  while ((await getRun(platform.ledger.db, runId)).status === 'running') {
    if (leave?.aborted) throw new ShuyuanError('pipelines.run_left', { run: runId })
    await sleep(LOOK_MS)
  }
}
