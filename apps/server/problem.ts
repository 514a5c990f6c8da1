import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { BatchRefused } from '../../connectors/events/index.ts'
import { isTransient, ShuyuanError } from '../../core/errors.ts'
import { type Locale, render } from '../../core/locale.ts'
import { redact } from '../../core/log.ts'
import { AnswersRefused } from '../../pipelines/objections/answers/index.ts'
import { RowsRefused } from '../../pipelines/objections/consumer/index.ts'
import { faultWords, type SheetFault } from '../../pipelines/objections/index.ts'
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
  'parties.unauthorised': 401,
  'parties.forbidden': 403,
  'objections.not_a_city': 403,
  'exchange.refused': 403,
  'objections.unknown': 404,
  'objections.unknown_submission': 404,
  'objections.unknown_delivery': 404,
  'objections.key_reused': 409,
  'objections.already_closed': 409,
  'objections.not_resent': 409,
  'ledger.bad_transition': 409,
  'objections.delivery_too_old': 410,
  'objections.key_not_sent': 422,
  'objections.no_rows': 422,
  'objections.rows_refused': 422,
  'objections.answers_refused': 422,
  'objections.no_answers': 422,
  'objections.unknown_column': 422,
  'ledger.personal_data_in_text': 422,
  'ledger.empty_text': 422,
  'http.bad_character': 400,
  'http.bad_key': 400,
  'http.bad_query': 400,
  'http.malformed': 400,
  'http.too_large': 413,
  'http.json_type': 415,
  'http.sheet_type': 415,
  'http.too_many_requests': 429,
  'http.media_type': 415,
  'http.not_found': 404,
}
const RETRY_AFTER_S = 1

/** An error as problem+json (RFC 9457): what is wrong and what to do, never a value that was sent. */
export function problemResponse(c: Context, error: unknown, locale: Locale): Response {
  const known = error instanceof ShuyuanError ? error : new ShuyuanError('http.unexpected')
  const status = statusOf(known, error)
  c.set('code', known.code)
  const problem: Problem = {
    type: `urn:shuyuan:error:${known.code}`,
    title: known.code,
    status,
    detail: redact((status === 500 ? new ShuyuanError('http.unexpected') : known).in(locale)),
    ...(error instanceof BatchRefused ? { errors: faultsOf(error, locale) } : {}),
    ...(error instanceof RowsRefused || error instanceof AnswersRefused
      ? { errors: rowFaultsOf(error.faults, locale) }
      : {}),
  }
  if (status === 401) c.header('WWW-Authenticate', 'Bearer')
  if (status === 429 || status === 503) c.header('Retry-After', String(retryAfter(known.code)))
  return c.body(JSON.stringify(problem), status, {
    'Content-Type': 'application/problem+json; charset=utf-8',
  })
}

/** A workbook that cannot be read is the sender's fault, whatever is wrong with it. */
function statusOf({ code }: ShuyuanError, error: unknown): ContentfulStatusCode {
  if (/^connectors\.sheet_/.test(code)) return 422
  return STATUS[code] ?? (isTransient(error) ? 503 : 500)
}

function retryAfter(code: string): number {
  return code === 'http.too_many_requests' ? 60 : RETRY_AFTER_S
}

const MOST_FAULTS = 1000

function rowFaultsOf(faults: SheetFault[], locale: Locale) {
  return faults
    .slice(0, MOST_FAULTS)
    .map((fault) => ({ row: fault.row, code: fault.code, detail: faultWords(fault, locale) }))
}

function faultsOf({ faults }: BatchRefused, locale: Locale) {
  return faults.map((fault) => ({
    ...fault,
    detail: render(locale, `events.fault.${fault.code}`, { event: fault.event, field: fault.field }),
  }))
}
