import type { JobsConfig } from './config.ts'
import type { Queue } from './queue/queue.ts'
import type { QueuedJob } from './runs.ts'

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
