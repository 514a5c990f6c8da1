import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { batchLimits } from '../../../connectors/events/batch.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { signedHeadSchema } from '../../../exchange/audit_head.ts'
import { eventDataset } from '../../../pipelines/events/intake.ts'
import { receiptStates, receiptStatus } from '../../../pipelines/events/receipt.ts'
import { rulesOf } from '../../../quality/rules/compiled.ts'
import { violationWords } from '../../../quality/words.ts'
import { json } from '../answers.ts'
import type { Body } from '../body.ts'
import { hasNul } from '../characters.ts'
import { route } from '../route.ts'

const value = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** One change of a record: its fields by id or Chinese header, and what happened to it. */
const eventSchema = z
  .object({
    _op: z.enum(['I', 'U', 'D']).optional().openapi({ description: 'inserted, updated (default), deleted' }),
  })
  .catchall(value)
  .openapi('Event')

const batchSchema = z
  .object({ events: z.array(eventSchema).min(1).max(batchLimits.events) })
  .openapi('EventBatch')

type Shape = 'object' | 'lines'
const SHAPES: Record<string, Shape> = {
  'application/json': 'object',
  'application/x-ndjson': 'lines',
  'application/jsonl': 'lines',
}

/** A batch, as it was sent: its events are kept as received. */
const batchBody: Body<{ bytes: Uint8Array; shape: Shape }> = {
  mostBytes: batchLimits.bytes,
  tooLarge: () => new ShuyuanError('events.too_large', { dataset: '-', most: batchLimits.bytes }),
  content: {
    'application/json': { schema: batchSchema },
    'application/x-ndjson': { schema: { type: 'string' } },
  },
  refusals: ['events.too_large', 'http.media_type', 'events.not_utf8', 'events.not_json'],
  async read(c, _platform, use) {
    const shape = shapeOf(c)
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    if (hasNul(bytes)) throw new ShuyuanError('http.bad_character', { place: 'body' })
    return use({ bytes, shape })
  },
}

const datasetParams = z.object({
  dataset: z.string().openapi({
    ...{ maxLength: 64, example: 'electronic_licences' },
    param: { name: 'dataset', in: 'path' },
  }),
})

const acceptedSchema = z
  .object({
    accepted: z.number().int().openapi({ description: 'events in the batch' }),
    receipt: z.uuid(),
  })
  .openapi('Accepted')

/** Takes a posted batch. */
export const postEvents = route({
  method: 'post',
  path: '/v1/datasets/{dataset}/events',
  words: {
    'zh-CN': '报送一批事件；答复“已接收”即已可靠保存',
    en: 'Post a batch of events; accepted means durable',
  },
  act: 'events.post',
  params: datasetParams,
  idempotency: 'events.bad_key',
  body: batchBody,
  answers: {
    202: json(acceptedSchema, { 'zh-CN': '已接收', en: 'accepted' }),
    200: json(acceptedSchema, {
      'zh-CN': '此前已用同一键接收',
      en: 'accepted before, under the same key',
    }),
  },
  refusals: [
    ...(['events.unknown_dataset', 'events.key_reused', 'events.too_many'] as const),
    ...(['events.no_events', 'events.malformed', 'events.overloaded', 'events.not_stored'] as const),
  ],
  object: ({ platform, params }) => eventDataset(platform, params.dataset),
  async handle({ serving, object: dataset, caller, key, body: { bytes, shape } }) {
    const { outcome, batch } = await serving.intake.accept({
      ...{ dataset: dataset.id, department: caller.party.id, key, body: bytes, shape },
    })
    return {
      status: outcome === 'accepted' ? 202 : 200,
      body: { accepted: batch.events, receipt: batch.receipt },
    }
  },
})

const receiptSchema = z
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

/** Tells how far a batch has come, to the department that sent it. */
export const getReceipt = route({
  method: 'get',
  path: '/v1/datasets/{dataset}/events/{receipt}',
  words: { 'zh-CN': '一批已接收事件的处理进度', en: 'How far an accepted batch has come' },
  act: 'events.follow',
  params: datasetParams.extend({
    receipt: z.string().openapi({ format: 'uuid', param: { name: 'receipt', in: 'path' } }),
  }),
  answers: { 200: json(receiptSchema, { 'zh-CN': '当前状态', en: 'its state' }) },
  refusals: ['events.unknown_dataset', 'events.unknown_receipt'],
  object: ({ platform, params }) => eventDataset(platform, params.dataset),
  async handle({ platform, object: dataset, params: { receipt }, caller, locale }) {
    if (!z.uuid().safeParse(receipt).success)
      throw new ShuyuanError('events.unknown_receipt', { dataset: dataset.id })
    const { problems, ...status } = await receiptStatus(platform, dataset, receipt, caller.party.id)
    const rules = rulesOf(platform.catalogue, dataset).row
    const worded = problems?.map((problem) => ({
      ...problem,
      violations: problem.violations.map((each) => ({
        ...each,
        message: violationWords(each.code, locale, rules),
      })),
    }))
    return { status: 200, body: { ...status, ...(worded ? { problems: worded } : {}) } }
  },
})

/** @throws ShuyuanError `http.media_type` */
function shapeOf(c: Context): Shape {
  const [type = '', ...parameters] = (c.req.header('content-type') ?? '').toLowerCase().split(';')
  const charset = parameters.map((each) => each.trim()).find((each) => each.startsWith('charset='))
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset)
  const isPlain = (c.req.header('content-encoding') ?? 'identity') === 'identity'
  const shape = SHAPES[type.trim()]
  if (!shape || !isUtf8 || !isPlain) throw new ShuyuanError('http.media_type')
  return shape
}
