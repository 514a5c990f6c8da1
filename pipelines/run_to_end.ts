import { setTimeout as sleep } from 'node:timers/promises'
import { createRun, runningRuns, runOf } from '../warehouse/ledger/index.ts'
import type { Plan } from './plan.ts'
import type { Platform } from './platform.ts'
import type { Queue } from './queue/index.ts'
import { advanceRun, type QueuedJob } from './runs.ts'
import { startWorker } from './worker.ts'

const LOOK_MS = 100

/** Called as a run is taken up, so that a person can be told. */
export interface RunEvents {
  resuming?(runId: number): void
  started?(runId: number): void
}

/**
 * Runs a plan with a worker in this process and waits for its end. Runs that were cut off before are
 * finished first. Other workers, if any, share the work.
 * @throws ShuyuanError `ledger.run_active` when another process is running the same targets
 */
export async function runToEnd(
  platform: Platform,
  queue: Queue<QueuedJob>,
  plan: Plan,
  trigger: string,
  events: RunEvents = {},
): Promise<number> {
  const worker = await startWorker(platform, queue)
  try {
    for (const unfinished of await runningRuns(platform.ledger)) {
      events.resuming?.(unfinished)
      await untilEnded(platform, unfinished)
    }
    const runId = await createRun(platform.ledger, { plan, trigger })
    events.started?.(runId)
    await advanceRun(platform, queue, runId)
    await untilEnded(platform, runId)
    return runId
  } finally {
    await worker.stop()
  }
}

async function untilEnded(platform: Platform, runId: number): Promise<void> {
  while ((await runOf(platform.ledger, runId))?.status === 'running') await sleep(LOOK_MS)
}
