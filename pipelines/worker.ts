import { isTransient, ShuyuanError } from '../core/errors.ts'
import { planRun } from './plan.ts'
import type { Platform } from './platform.ts'
import type { Queue } from './queue/queue.ts'
import { advanceAll, executeStage, type QueuedJob, startRun } from './runs.ts'
import { applySchedules } from './schedules.ts'

const LOOK_AROUND_MS = 3000

/** A worker that takes stages from the queue until it is stopped. */
export interface Worker {
  /** Takes no more stages, waits for those under way, leaves the queue open. */
  stop(): Promise<void>
}

export interface WorkerOptions {
  /** Whether to take stages of this run; a stage that is not taken waits for a worker that does. Default: all. */
  takes?: (runId: number) => Promise<boolean>
  /** Keeps the schedules of the configuration in force, also after the queue's server came back empty. */
  schedules?: boolean
}

/**
 * Starts taking stages. Runs that a dead process left unfinished are picked up at once, and looked for
 * again every few seconds.
 */
export async function startWorker(
  platform: Platform,
  queue: Queue<QueuedJob>,
  { takes = async () => true, schedules = false }: WorkerOptions = {},
): Promise<Worker> {
  const { concurrency, lockMs } = platform.config.queue
  const handle = async (job: QueuedJob) => {
    if ('schedule' in job) await startScheduledRun(platform, queue, job.schedule)
    else if (await takes(job.runId)) await executeStage(platform, queue, job)
  }
  const lookAround = async () => {
    if (schedules) await applySchedules(queue, platform.config)
    await advanceAll(platform, queue, takes)
  }
  const worker = await queue.work(handle, { concurrency, lockDuration: lockMs })
  await lookAround()
  let round = Promise.resolve()
  const timer = setInterval(() => {
    round = round.then(lookAround).catch((error) => platform.log.warn({ err: error }, 'look-around failed'))
  }, LOOK_AROUND_MS)
  return {
    async stop() {
      clearInterval(timer)
      await round
      await worker.stop()
    },
  }
}

/** Starts the run of a schedule whose time has come; where the same targets are still running, it is left out. */
export async function startScheduledRun(
  platform: Platform,
  queue: Queue<QueuedJob>,
  id: string,
): Promise<void> {
  const schedule = platform.config.schedules.find((each) => each.id === id)
  if (!schedule) return
  try {
    const plan = planRun(platform.catalogue, platform.config, schedule.targets)
    await startRun(platform, queue, plan, `schedule:${id}`)
  } catch (error) {
    if (isTransient(error) || !(error instanceof ShuyuanError) || error.code !== 'ledger.run_active')
      throw error
    platform.log.warn({ schedule: id }, 'left out: its targets are still running')
  }
}
