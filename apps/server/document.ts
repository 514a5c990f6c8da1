import { OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import type { ErrorCode } from '../../core/errors.ts'
import { kindOf, type Locale, render } from '../../core/locale.ts'
import { problemSchema, STATUS } from './problem.ts'
import { type Document, LONGEST_KEY, type Route } from './route.ts'

/** The OpenAPI document of routes, in the words of one language. */
export function documentOf(routes: readonly Route[], locale: Locale): Document {
  const described = new OpenAPIHono()
  const { openAPIRegistry: registry } = described
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' })
  for (const route of routes) registry.registerPath(describe(route, locale))
  return described.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Shuyuan', version: '0.3.0', description: render(locale, 'http.description') },
  })
}

/** The documents of routes, each made when it is first asked for: that takes a while. */
export function documentsOf(routes: readonly Route[]): (locale: Locale) => Document {
  const made = new Map<Locale, Document>()
  return (locale) => {
    const document = made.get(locale) ?? documentOf(routes, locale)
    made.set(locale, document)
    return document
  }
}

function describe(route: Route, locale: Locale): RouteConfig {
  const { method, path, words, params, query, body, isPublic } = route
  const headers = headersOf(route, locale)
  return {
    ...{ method, path, summary: words[locale] },
    ...(isPublic ? {} : { security: [{ token: [] }] }),
    request: {
      ...({ params, query, headers } as NonNullable<RouteConfig['request']>),
      ...(body ? { body: { required: true, content: body.content } } : {}),
    },
    responses: responsesOf(route, locale),
  }
}

function headersOf({ headers, isIdempotent }: Route, locale: Locale) {
  if (!isIdempotent) return headers
  const key = z
    .string()
    .min(1)
    .max(LONGEST_KEY)
    .openapi({ description: render(locale, 'http.key') })
  return z.object({ 'idempotency-key': key, ...(headers as z.ZodObject | undefined)?.shape })
}

/** Answers, and refusals by the status of their codes. */
function responsesOf({ answers, refusals }: Route, locale: Locale): RouteConfig['responses'] {
  const responses: Record<string, { description: string; content?: object }> = {}
  for (const [status, { words, content }] of Object.entries(answers))
    responses[status] = {
      description: words[locale],
      ...(Object.keys(content).length > 0 ? { content } : {}),
    }
  for (const [status, codes] of byStatus(refusals)) {
    const known = responses[status]
    const refused = `${render(locale, `http.refused.${status}`)}: ${codes.join(', ')}`
    responses[status] = {
      description: known ? `${known.description}; ${refused}` : refused,
      content: { ...known?.content, 'application/problem+json': { schema: problemSchema } },
    }
  }
  return responses as RouteConfig['responses']
}

function byStatus(codes: readonly ErrorCode[]): Map<number, ErrorCode[]> {
  const found = new Map<number, ErrorCode[]>()
  for (const code of new Set(codes)) {
    const status = STATUS[kindOf(`error.${code}`) ?? 'internal']
    found.set(status, [...(found.get(status) ?? []), code])
  }
  return found
}
