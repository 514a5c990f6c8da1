import { type Queue as BullQueue, type Job, UnrecoverableError, type Worker } from 'bullmq'
import { isTransient, ShuyuanError } from '../../core/errors.ts'
import { redact } from '../../core/log.ts'
import { type Backend, chooseBackend } from './backend.ts'
import type { AddOptions, JobInfo, Queue, QueueOptions, QueueWorker, WorkOptions } from './queue.ts'
import { REACH_MS, reach, translate } from './reach.ts'
import { applySchedules, schedulesInForce } from './schedules.ts'
import './locale.ts'

const JOB_NAME = 'job'
const JOB_ID = /^[A-Za-z][A-Za-z0-9._-]*$/
const LOCK_MS = 10_000
const DAY_S = 86_400

/** Nothing is kept of a job that ended: the ledger has its history. */
const jobOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 500, jitter: 0.3 },
  removeOnComplete: true,
  removeOnFail: true,
}
const onceOptions = {
  removeOnComplete: { age: DAY_S, count: 10_000 },
  removeOnFail: { age: DAY_S, count: 10_000 },
}

/**
 * Opens the queue on Redis where `redisUrl` is given, else on PostgreSQL.
 * @throws ShuyuanError `queue.unreachable` within 5 s, `queue.refused`
 */
export async function openQueue<T>(options: QueueOptions): Promise<Queue<T>> {
  const backend = await chooseBackend(options)
  const queue = backend.queue(options.name)
  queue.on('error', ignore)
  try {
    await reach(backend.server, queue.waitUntilReady())
  } catch (error) {
    await Promise.race([queue.close().catch(ignore), queue.disconnect().catch(ignore)])
    throw error
  }
  return overBullmq<T>(backend, queue, options.name)
}

function overBullmq<T>(backend: Backend, queue: BullQueue, name: string): Queue<T> {
  const workers = new Set<QueueWorker>()
  const ask = <R>(work: Promise<R>) => reach(backend.server, work)
  return {
    backend: backend.kind,
    add: async (jobId, data, how: AddOptions = {}) => {
      if (!JOB_ID.test(jobId)) throw new ShuyuanError('queue.bad_job_id', { id: jobId })
      await ask(queue.add(JOB_NAME, data, { ...jobOptions, ...(how.once ? onceOptions : {}), jobId }))
    },
    work: async (handler, how = {}) => {
      const { worker, stop } = startWorker(backend, name, handler, how)
      const stoppable = { stop: () => stop().finally(() => workers.delete(stoppable)) }
      workers.add(stoppable)
      await ask(worker.waitUntilReady())
      return stoppable
    },
    schedule: (schedules) => applySchedules(ask, queue, schedules, jobOptions),
    schedules: () => ask(schedulesInForce(queue)),
    counts: async () => {
      const counts = await ask(queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed'))
      const { waiting = 0, prioritized = 0, active = 0, delayed = 0 } = counts
      return { waiting: waiting + prioritized, active, delayed }
    },
    close: async () => {
      await Promise.all([...workers].map((worker) => worker.stop()))
      await withinReach(queue.close(), () => queue.disconnect())
    },
  }
}

function startWorker<T>(
  backend: Backend,
  name: string,
  handler: (data: T, job: JobInfo) => Promise<void>,
  { concurrency = 1, lockDuration = LOCK_MS, onError = ignore }: WorkOptions,
): { worker: Worker } & QueueWorker {
  const underWay = new Set<Promise<void>>()
  const process = async (job: Job) => {
    const work = handle(job, handler)
    underWay.add(work)
    await work.finally(() => underWay.delete(work))
  }
  const worker = backend.worker(name, process, {
    concurrency,
    lockDuration,
    stalledInterval: Math.max(200, Math.round(lockDuration / 10)),
    maxStalledCount: 1_000_000,
    runRetryDelay: 1000,
    drainDelay: 2,
  })
  worker.on('error', (error) => onError(translate(error, backend.server)))
  const stop = async () => {
    const closed = worker.close()
    await Promise.race([closed, Promise.allSettled(underWay)])
    await withinReach(closed, () => worker.close(true))
  }
  return { worker, stop }
}

/** Waits for a connection's end; where the server does not answer, lets go of it by `force`, not waited for. */
async function withinReach(closed: Promise<void>, force: () => Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<true>((resolve) => {
    timer = setTimeout(resolve, REACH_MS, true)
  })
  const isLate = await Promise.race([closed.catch(ignore), late])
  clearTimeout(timer)
  if (isLate) force().catch(ignore)
}

/** Only a transient failure is worth trying again. What BullMQ keeps of it is a code and no values. */
async function handle<T>(job: Job, handler: (data: T, info: JobInfo) => Promise<void>): Promise<void> {
  try {
    await handler(job.data as T, { jobId: job.id ?? '', attempt: job.attemptsMade + 1 })
  } catch (error) {
    const reason = error instanceof ShuyuanError ? redact(error.message) : nameOf(error)
    throw isTransient(error) ? new Error(reason) : new UnrecoverableError(reason)
  }
}

function nameOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return [error instanceof Error ? error.name : typeof error, typeof code === 'string' ? code : '']
    .join(' ')
    .trim()
}

const ignore = () => undefined
