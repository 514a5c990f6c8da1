import type { Queue as BullQueue, JobsOptions } from 'bullmq'
import { ShuyuanError } from '../../core/errors.ts'
import { canonicalJson } from '../../core/hash.ts'
import type { Schedule } from './queue.ts'
import './locale.ts'

type Ask = <R>(work: Promise<R>) => Promise<R>

/**
 * Makes `wanted` the schedules in force. One that is unchanged is left alone: were it set anew, a time that came
 * while no worker ran would be lost.
 * @throws ShuyuanError `queue.bad_schedule` naming it, before anything was changed
 */
export async function applySchedules<T>(
  ask: Ask,
  queue: BullQueue,
  wanted: Schedule<T>[],
  options: JobsOptions,
): Promise<void> {
  const known = await ask(queue.getJobSchedulers(0, -1))
  const unchanged = (schedule: Schedule<T>) =>
    known.some(
      (each) =>
        each.key === schedule.id &&
        each.pattern === schedule.cron &&
        each.tz === schedule.tz &&
        canonicalJson(each.template?.data ?? null) === canonicalJson(schedule.data),
    )
  for (const schedule of wanted.filter((each) => !unchanged(each))) await put(ask, queue, schedule, options)
  const ids = new Set(wanted.map((schedule) => schedule.id))
  for (const { key } of known.filter((each) => !ids.has(each.key))) await ask(queue.removeJobScheduler(key))
}

async function put<T>(
  ask: Ask,
  queue: BullQueue,
  schedule: Schedule<T>,
  options: JobsOptions,
): Promise<void> {
  const { id, cron, tz, data } = schedule
  try {
    await ask(queue.upsertJobScheduler(id, { pattern: cron, tz }, { name: 'job', data, opts: options }))
  } catch (error) {
    throw asBadSchedule(error, schedule)
  }
}

/** The cron parser's complaint, which is an error without a code of its own, told from a lost connection. */
function asBadSchedule<T>(error: unknown, { id, cron }: Schedule<T>): unknown {
  const cause = error instanceof ShuyuanError ? error.cause : error
  const reason = cause instanceof Error ? cause.message : ''
  if (!/cron|expression|constraint|time ?zone|invalid|date/i.test(reason)) return error
  return new ShuyuanError('queue.bad_schedule', { id, cron, reason }, { cause })
}

/** The schedules in force and when each is due next. */
export async function schedulesInForce(queue: BullQueue) {
  const known = await queue.getJobSchedulers(0, -1)
  return known.map(({ key, pattern, tz, next }) => ({
    id: key,
    cron: pattern ?? '',
    tz: tz ?? '',
    next: new Date(next ?? 0),
  }))
}
