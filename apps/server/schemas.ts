import { z } from '@hono/zod-openapi'
import { batchLimits, eventFaultCodes } from '../../connectors/events/index.ts'
import { signedHeadSchema } from '../../exchange/index.ts'
import { receiptStates } from '../../pipelines/events/index.ts'

const value = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** One change of a record: its fields by id or Chinese header, and what happened to it. */
export const eventSchema = z
  .object({
    _op: z.enum(['I', 'U', 'D']).optional().openapi({ description: 'inserted, updated (default), deleted' }),
  })
  .catchall(value)
  .openapi('Event')

export const batchSchema = z
  .object({ events: z.array(eventSchema).min(1).max(batchLimits.events) })
  .openapi('EventBatch')

export const datasetParams = z.object({
  dataset: z
    .string()
    .max(64)
    .openapi({ param: { name: 'dataset', in: 'path' }, example: 'electronic_licences' }),
})
export const receiptParams = datasetParams.extend({
  receipt: z.uuid().openapi({ param: { name: 'receipt', in: 'path' } }),
})
export const batchHeaders = z.object({
  'idempotency-key': z.string().min(1).max(200).openapi({
    description: 'One per batch, remembered for at least 7 days. Not personal data: a UUID is best.',
  }),
})

export const acceptedSchema = z
  .object({
    accepted: z.number().int().openapi({ description: 'events in the batch' }),
    receipt: z.uuid(),
  })
  .openapi('Accepted')

export const receiptSchema = z
  .object({
    receipt: z.uuid(),
    state: z.enum(receiptStates).openapi({
      description:
        'how far the batch has come; withdrawn: an officer took its extract back, it is as if it had never come',
    }),
    events: z.number().int(),
    acceptedAt: z.iso.datetime(),
    extract: z.number().int().optional(),
    received: z.number().int().optional(),
    quarantined: z.number().int().optional(),
    problems: z
      .array(
        z.object({
          event: z.number().int().openapi({ description: 'place of the event in the batch, from 1' }),
          rejected: z.boolean(),
          violations: z.array(
            z.object({ field: z.string().nullable(), code: z.string(), message: z.string() }),
          ),
        }),
      )
      .optional()
      .openapi({ description: 'events of the batch that a rule fails; the first thousand' }),
    release: z.number().int().optional(),
    // Made anew: the room of exchange may have been loaded before schemas could be described.
    audit: z.strictObject(signedHeadSchema.shape).openapi({
      description: 'end of the audit log, signed; what is kept proves later that the log was not rewritten',
    }),
  })
  .openapi('Receipt')

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    errors: z
      .array(
        z.union([
          z.object({
            event: z.number().int(),
            code: z.enum(eventFaultCodes),
            field: z.string().optional(),
            detail: z.string(),
          }),
          z.object({ row: z.number().int(), code: z.string(), detail: z.string() }),
        ]),
      )
      .optional(),
  })
  .openapi('Problem')
export type Problem = z.infer<typeof problemSchema>

export const healthSchema = z
  .object({ status: z.enum(['ok', 'degraded']), accepting: z.boolean(), failing: z.array(z.string()) })
  .openapi('Health')
