import type { Platform } from './platform.ts'
import type { Queue } from './queue/index.ts'
import { advanceAll, executeStage, type QueuedJob } from './runs.ts'
import { startScheduledRun } from './schedules.ts'

const LOOK_AROUND_MS = 3000

/** A worker that takes stages from the queue until it is stopped. */
export interface Worker {
  /** Takes no more stages, waits for those under way, leaves the queue open. */
  stop(): Promise<void>
}

/**
 * Starts taking stages. Runs that a dead process left unfinished are picked up at once, and looked for
 * again every few seconds.
 */
export async function startWorker(platform: Platform, queue: Queue<QueuedJob>): Promise<Worker> {
  const { concurrency, lockMs } = platform.config.queue
  const worker = await queue.work(
    (job) =>
      'schedule' in job
        ? startScheduledRun(platform, queue, job.schedule)
        : executeStage(platform, queue, job),
    { concurrency, lockDuration: lockMs },
  )
  await advanceAll(platform, queue)
  let round = Promise.resolve()
  const timer = setInterval(() => {
    round = round
      .then(() => advanceAll(platform, queue))
      .catch((error) => platform.log.warn({ err: error }, 'look-around failed'))
  }, LOOK_AROUND_MS)
  return {
    async stop() {
      clearInterval(timer)
      await round
      await worker.stop()
    },
  }
}
