import { setTimeout as sleep } from 'node:timers/promises'
import { activeRuns, getRun } from '../warehouse/ledger/index.ts'
import type { Plan } from './plan.ts'
import type { Platform } from './platform.ts'
import type { Queue } from './queue/index.ts'
import { type QueuedJob, startRun } from './runs.ts'
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
 * @throws ShuyuanError `ledger.run_active` when another process has just begun the same targets
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
    for (const unfinished of await activeRuns(platform.ledger.db)) {
      events.resuming?.(unfinished.id)
      await untilEnded(platform, unfinished.id)
    }
    const runId = await startRun(platform, queue, plan, trigger)
    events.started?.(runId)
    await untilEnded(platform, runId)
    return runId
  } finally {
    await worker.stop()
  }
}

async function untilEnded(platform: Platform, runId: number): Promise<void> {
  while ((await getRun(platform.ledger.db, runId)).status === 'running') await sleep(LOOK_MS)
}
