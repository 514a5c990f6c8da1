import { z } from 'zod'
import { idSchema } from '../../catalog/names.ts'

/** How events are taken in. */
export const eventSettingsSchema = z.strictObject({
  /** Accepted events wait this long for others before they are sealed into an extract, in milliseconds. */
  sealMs: z.number().int().min(0).max(300).default(50),
  /** Days for which an idempotency key is remembered. */
  keepKeysDays: z.number().int().min(7).default(7),
  /** Bytes of events that may wait, accepted or not; beyond it senders are asked to come back later. */
  maxWaitingBytes: z
    .number()
    .int()
    .positive()
    .default(256 * 2 ** 20),
  /** The BullMQ queue that departments may send through, and how many of its jobs are taken at once. */
  queue: z
    .strictObject({
      name: idSchema.or(z.literal('shuyuan-events')).default('shuyuan-events'),
      concurrency: z.number().int().positive().default(32),
    })
    .prefault({}),
})
export type EventSettings = z.infer<typeof eventSettingsSchema>
