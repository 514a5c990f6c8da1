import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ShuyuanError } from '../../core/errors.ts'
import '../wording.ts'
import { refuseUnreadable } from './characters.ts'
import { documentsOf } from './document.ts'
import { localeFor } from './locale_for.ts'
import { requestLine } from './log.ts'
import type { ServerParts } from './parts.ts'
import { problemResponse } from './problem.ts'
import { requestRate } from './rate.ts'
import type { Route, Serving } from './route.ts'
import { routes } from './routes/index.ts'

const OBJECTIONS_PER_MINUTE = 120

/** The HTTP interface: every route of `routes/index.ts`, described at `/openapi.json`. */
export function createApp(parts: ServerParts): Hono {
  const app = new Hono()
  const { platform } = parts
  app.use(async (c, next) => {
    const from = performance.now()
    await next()
    c.header('X-Content-Type-Options', 'nosniff')
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store')
    platform.log.info(requestLine(c, performance.now() - from), 'request')
  })
  app.use(async (c, next) => {
    refuseUnreadable(c)
    await next()
  })
  app.onError((error, c) => {
    if (!(error instanceof ShuyuanError)) platform.log.error({ err: error }, 'request failed')
    return refused(parts, c, error)
  })
  app.notFound((c) => refused(parts, c, new ShuyuanError('http.not_found')))
  const rates = { objections: requestRate(parts.objectionsPerMinute ?? OBJECTIONS_PER_MINUTE) }
  const serving = { ...parts, rates, document: documentsOf(routes) }
  for (const route of routes) mount(app, serving, route)
  return app
}

function mount(app: Hono, serving: Serving, route: Route): void {
  const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1')
  const limit = bodyLimit({
    maxSize: route.mostBytes,
    onError: (c) => refused(serving, c, route.tooLarge()),
  })
  const answer = (c: Context) => route.answer(serving, c)
  if (route.method === 'get') app.get(path, answer)
  else app.post(path, limit, answer)
}

function refused({ platform }: ServerParts, c: Context, error: unknown): Response {
  return problemResponse(c, error, localeFor(c, platform.settings.locale))
}
