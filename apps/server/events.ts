import type { Context } from 'hono'
import { ShuyuanError } from '../../core/errors.ts'
import { assertGranted, eventDataset, type Grant, receiptStatus } from '../../pipelines/events/index.ts'
import { rulesOf, violationWords } from '../../quality/index.ts'
import { hasNul } from './characters.ts'
import { localeFor } from './locale_for.ts'
import type { ServerParts } from './parts.ts'
import { receiptParams } from './schemas.ts'
import { recordFailedSignIn } from './sign_in.ts'

type Shape = 'object' | 'lines'
const SHAPES: Record<string, Shape> = {
  'application/json': 'object',
  'application/x-ndjson': 'lines',
  'application/jsonl': 'lines',
}

/** Takes a posted batch. */
export async function postEvents(parts: ServerParts, c: Context): Promise<Response> {
  const { dataset, grant } = await authorise(parts, c)
  const shape = shapeOf(c)
  const key = c.req.header('idempotency-key') ?? ''
  if (key.length < 1 || key.length > 200) throw new ShuyuanError('events.bad_key')
  const body = new Uint8Array(await c.req.arrayBuffer())
  if (hasNul(body)) throw new ShuyuanError('http.bad_character', { place: 'body' })
  const { department } = grant
  const { outcome, batch } = await parts.intake.accept({ dataset: dataset.id, department, key, body, shape })
  return c.json({ accepted: batch.events, receipt: batch.receipt }, outcome === 'accepted' ? 202 : 200)
}

/** Tells how far a batch has come, to the department that sent it. */
export async function getReceipt(parts: ServerParts, c: Context): Promise<Response> {
  const { dataset, grant } = await authorise(parts, c)
  const params = receiptParams.safeParse(c.req.param())
  if (!params.success) throw new ShuyuanError('events.unknown_receipt', { dataset: dataset.id })
  const { problems, ...status } = await receiptStatus(
    parts.platform,
    dataset,
    params.data.receipt,
    grant.department,
  )
  const locale = localeFor(c, parts.platform.settings.locale)
  const rules = rulesOf(parts.platform.catalogue, dataset).row
  const worded = problems?.map((problem) => ({
    ...problem,
    violations: problem.violations.map((each) => ({
      ...each,
      message: violationWords(each.code, locale, rules),
    })),
  }))
  return c.json({ ...status, ...(worded ? { problems: worded } : {}) })
}

async function authorise(parts: ServerParts, c: Context) {
  const { platform, grants } = parts
  const [, token = ''] = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '') ?? []
  const grant: Grant = await grants.byToken(token, platform.clock.now()).catch(async (error: unknown) => {
    if (error instanceof ShuyuanError && error.code === 'events.unauthorised')
      await recordFailedSignIn(platform, c, token)
    throw error
  })
  c.set('party', `department:${grant.department}`)
  c.set('token', grant.id)
  const dataset = eventDataset(platform, c.req.param('dataset') ?? '')
  assertGranted(grant, dataset.id)
  return { dataset, grant }
}

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
