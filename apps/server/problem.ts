import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { BatchRefused } from '../../connectors/events/index.ts'
import { isTransient, ShuyuanError } from '../../core/errors.ts'
import { type Locale, render } from '../../core/locale.ts'
import { redact } from '../../core/log.ts'
import './locale.ts'
import type { Problem } from './schemas.ts'

const STATUS: Record<string, ContentfulStatusCode> = {
  'events.unauthorised': 401,
  'events.forbidden': 403,
  'events.unknown_dataset': 404,
  'events.unknown_receipt': 404,
  'events.not_utf8': 400,
  'events.not_json': 400,
  'events.bad_key': 400,
  'events.no_events': 422,
  'events.malformed': 422,
  'events.too_many': 413,
  'events.too_large': 413,
  'events.key_reused': 409,
  'events.overloaded': 429,
  'http.media_type': 415,
  'http.not_found': 404,
}
const RETRY_AFTER_S = 1

/** An error as problem+json (RFC 9457): what is wrong and what to do, never a value that was sent. */
export function problemResponse(c: Context, error: unknown, locale: Locale): Response {
  const known = error instanceof ShuyuanError ? error : new ShuyuanError('http.unexpected')
  const status = STATUS[known.code] ?? (isTransient(error) ? 503 : 500)
  const problem: Problem = {
    type: `urn:shuyuan:error:${known.code}`,
    title: known.code,
    status,
    detail: redact((status === 500 ? new ShuyuanError('http.unexpected') : known).in(locale)),
    ...(error instanceof BatchRefused ? { errors: faultsOf(error, locale) } : {}),
  }
  if (status === 401) c.header('WWW-Authenticate', 'Bearer')
  if (status === 429 || status === 503) c.header('Retry-After', String(RETRY_AFTER_S))
  return c.body(JSON.stringify(problem), status, {
    'Content-Type': 'application/problem+json; charset=utf-8',
  })
}

function faultsOf({ faults }: BatchRefused, locale: Locale) {
  return faults.map((fault) => ({
    ...fault,
    detail: render(locale, `events.fault.${fault.code}`, { event: fault.event, field: fault.field }),
  }))
}
