import { isTransient, ShuyuanError } from '../core/errors.ts'
import type { JobsConfig } from './config.ts'
import { planRun } from './plan.ts'
import type { Platform } from './platform.ts'
import type { Queue } from './queue/queue.ts'
import { type QueuedJob, startRun } from './runs.ts'

const TIME_ZONE = 'Asia/Shanghai'

export interface ScheduleInForce {
  id: string
  cron: string
  targets: string[]
  next: Date
}

/** Makes the queue's job schedulers those of the configuration. */
export async function applySchedules(
  queue: Queue<QueuedJob>,
  config: JobsConfig,
): Promise<ScheduleInForce[]> {
  await queue.schedule(
    config.schedules.map(({ id, cron }) => ({ id, cron, tz: TIME_ZONE, data: { schedule: id } })),
  )
  const inForce = await queue.schedules()
  return inForce.map(({ id, cron, next }) => ({
    id,
    cron,
    targets: config.schedules.find((each) => each.id === id)?.targets ?? [],
    next,
  }))
}

/** Schedules of the configuration that the queue does not have, or has otherwise: nobody would carry them out. */
export async function absentSchedules(queue: Queue<QueuedJob>, config: JobsConfig): Promise<string[]> {
  const inForce = await queue.schedules()
  return config.schedules
    .filter(({ id, cron }) => !inForce.some((each) => each.id === id && each.cron === cron))
    .map(({ id }) => id)
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
