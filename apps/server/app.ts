import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { knownGrants } from '../../access/index.ts'
import { batchLimits } from '../../connectors/events/index.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { intakeHealth } from '../../pipelines/events/index.ts'
import { getReceipt, postEvents } from './events.ts'
import type { ServerParts } from './parts.ts'
import '../wording.ts'
import { refuseUnreadable } from './characters.ts'
import { localeFor } from './locale_for.ts'
import { requestLine } from './log.ts'
import { describeObjections } from './objections/openapi.ts'
import { requestRate } from './objections/rate.ts'
import { addObjectionRoutes } from './objections/routes.ts'
import { describeRoutes } from './openapi.ts'
import { problemResponse } from './problem.ts'

const OBJECTIONS_PER_MINUTE = 120

/** The HTTP interface: events in, receipts out; objections raised, followed and answered. */
export function createApp(parts: ServerParts): OpenAPIHono {
  const app = new OpenAPIHono()
  const { platform } = parts
  const answer = (c: Context, error: unknown) =>
    problemResponse(c, error, localeFor(c, platform.settings.locale))
  app.use(async (c, next) => {
    const from = performance.now()
    await next()
    c.header('X-Content-Type-Options', 'nosniff')
    c.header('Cache-Control', 'no-store')
    platform.log.info(requestLine(c, performance.now() - from), 'request')
  })
  app.use(async (c, next) => {
    refuseUnreadable(c)
    await next()
  })
  app.onError((error, c) => {
    if (!(error instanceof ShuyuanError)) platform.log.error({ err: error }, 'request failed')
    return answer(c, error)
  })
  app.notFound((c) => answer(c, new ShuyuanError('http.not_found')))
  const limit = bodyLimit({
    maxSize: batchLimits.bytes,
    onError: (c) =>
      answer(c, new ShuyuanError('events.too_large', { dataset: '-', most: batchLimits.bytes })),
  })
  app.post('/v1/datasets/:dataset/events', limit, (c) => postEvents(parts, c))
  app.get('/v1/datasets/:dataset/events/:receipt', (c) => getReceipt(parts, c))
  const gate = {
    grants: knownGrants(platform.paths.grants),
    rate: requestRate(parts.objectionsPerMinute ?? OBJECTIONS_PER_MINUTE),
  }
  addObjectionRoutes(app, platform, gate, answer)
  app.get('/health', async (c) => {
    const health = await intakeHealth(platform, parts.drainer)
    return c.json(health, health.accepting ? 200 : 503)
  })
  describeRoutes(app)
  describeObjections(app)
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Shuyuan',
      version: '0.3.0',
      description: 'Events of public data, in real time; objections to it.',
    },
  })
  return app
}
