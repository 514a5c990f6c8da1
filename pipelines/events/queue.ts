import { setTimeout as sleep } from 'node:timers/promises'
import type { GrantLookup } from '../../access/tokens.ts'
import { isTransient, ShuyuanError } from '../../core/errors.ts'
import { sha256 } from '../../core/hash.ts'
import type { Platform } from '../platform.ts'
import type { Queue, QueueWorker } from '../queue/queue.ts'
import type { Intake } from './intake.ts'
import { type EventJob, eventJobSchema, grantIdOf, openEvents, sealEvents } from './payload.ts'
import { assertGranted } from './tokens.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5000

/**
 * Sends a batch through the queue, encrypted. The same dataset and key again within a day is the same job; later, the
 * intake knows the key.
 */
export async function sendEvents(
  queue: Queue<EventJob>,
  queueKey: string,
  batch: { dataset: string; key: string; body: Uint8Array },
): Promise<void> {
  const { dataset, key, body } = batch
  const id = sha256(`${queueKey.slice(0, 16)} ${dataset} ${key}`).slice(0, 32)
  await queue.add(`e${id}`, sealEvents(queueKey, { dataset, key }, body), { once: true })
}

/**
 * Takes batches from the queue. A job ends only once its events are durable: while the intake cannot take them, it
 * stays in the queue. One that can never be taken (not granted, not decipherable, malformed) ends as failed.
 */
export async function consumeEvents(
  platform: Platform,
  queue: Queue<EventJob>,
  intake: Intake,
  grants: GrantLookup,
): Promise<QueueWorker> {
  const { concurrency } = platform.config.events.queue
  const stopping = new AbortController()
  const worker = await queue.work((job) => take(platform, intake, grants, job, stopping.signal), {
    concurrency,
    onError: (error) => platform.log.warn({ err: error }, 'events queue'),
  })
  return {
    stop: async () => {
      stopping.abort()
      await worker.stop()
    },
  }
}

async function take(
  platform: Platform,
  intake: Intake,
  grants: GrantLookup,
  data: unknown,
  stopping: AbortSignal,
): Promise<void> {
  const parsed = eventJobSchema.safeParse(data)
  if (!parsed.success) throw new ShuyuanError('events.bad_payload')
  const job = parsed.data
  for (let tries = 0; ; tries++) {
    try {
      const grant = await grants.byId(grantIdOf(job), platform.clock.now())
      assertGranted(grant, job.dataset)
      const body = openEvents(grant.queueKey, job)
      const { dataset, key } = job
      await intake.accept({ dataset, key, body, department: grant.department, shape: shapeOf(body) })
      return
    } catch (error) {
      if (!isTransient(error) || stopping.aborted) {
        platform.log.warn({ err: error, dataset: job.dataset }, 'batch of the queue not taken')
        throw error
      }
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS)
      await sleep(pause, undefined, { signal: stopping }).catch(() => undefined)
    }
  }
}

/** A batch object has its `events` before any line ends; anything else is one event a line. */
function shapeOf(body: Buffer): 'object' | 'lines' {
  return /^\ufeff?\s*\{\s*"events"\s*:/.test(body.subarray(0, 200).toString('utf8')) ? 'object' : 'lines'
}
