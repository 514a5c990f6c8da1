import { type GrantLookup, grantLookup } from '../../access/tokens.ts'
import type { Platform } from '../platform.ts'
import { openQueue } from '../queue/bullmq.ts'
import { type Drainer, type DrainerOptions, startDrainer } from './drainer.ts'
import { type Intake, openIntake } from './intake.ts'
import type { EventJob } from './payload.ts'
import { consumeEvents } from './queue.ts'

/** The whole intake of one process: batches from whoever calls `intake` and from the queue, drained all the way. */
export interface EventService {
  intake: Intake
  drainer: Drainer
  grants: GrantLookup
  /** Takes no more from the queue, publishes what was accepted, lets go of everything. */
  stop(): Promise<void>
}

/** Starts it. @throws ShuyuanError `queue.unreachable` */
export async function startEventService(
  platform: Platform,
  options: Pick<DrainerOptions, 'onCycle'> = {},
): Promise<EventService> {
  const grants = grantLookup(platform.paths.grants)
  const intake = await openIntake(platform)
  const queue = await openQueue<EventJob>({
    redisUrl: platform.settings.redisUrl,
    connectionString: platform.ledger.connectionString,
    name: platform.config.events.queue.name,
  })
  const consumer = await consumeEvents(platform, queue, intake, grants)
  const drainer = startDrainer(platform, { intake, ...options })
  return {
    intake,
    drainer,
    grants,
    stop: async () => {
      await consumer.stop()
      await queue.close()
      await drainer.stop()
      await intake.close()
    },
  }
}
