import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'

declare module 'hono' {
  interface ContextVariableMap {
    /** Who asks, once that is known: `city:150100`. */
    party: string
    /** Id of the token; never the token. */
    token: string
    /** Code of the error that was answered. */
    code: string
  }
}

/** What the log keeps of a request: who, what for, how it ended. The route's pattern, no value of path or query. */
export function requestLine(c: Context, ms: number) {
  return {
    method: c.req.method,
    route: routeOf(c),
    party: c.get('party'),
    token: c.get('token'),
    status: c.res.status,
    code: c.get('code'),
    took: Math.round(ms),
  }
}

/** The pattern that answered, `/v1/objections/:id`; `-`: none did. */
export function routeOf(c: Context): string {
  const patterns = matchedRoutes(c).map(({ path }) => path)
  return patterns.findLast((path) => !path.includes('*')) ?? '-'
}
