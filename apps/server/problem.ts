import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { BatchRefused } from '../../connectors/events/batch.ts'
import { eventFaultCodes } from '../../connectors/events/event.ts'
import type { ErrorKind } from '../../core/error_kind.ts'
import { type ErrorCode, isTransient, ShuyuanError } from '../../core/errors.ts'
import { type Locale, render } from '../../core/locale.ts'
import { redact } from '../../core/log.ts'
import { AnswersRefused } from '../../governance/objections/answers/read_sheet.ts'
import { RowsRefused } from '../../governance/objections/consumer/check_rows.ts'
import { faultWords, type SheetFault } from '../../governance/objections/result_sheet.ts'
import './locale.ts'

/** Status of an answer by the kind of error. */
export const STATUS: Record<ErrorKind, ContentfulStatusCode> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unsupported: 415,
  invalid: 422,
  busy: 429,
  transient: 503,
  // The client can do nothing about these, and is not told what they are.
  usage: 500,
  damaged: 500,
  internal: 500,
}
const RETRY_AFTER_S = 1

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
type ProblemDetails = z.infer<typeof problemSchema>

/** An error as problem+json (RFC 9457): what is wrong and what to do, never a value that was sent. */
export function problemResponse(c: Context, error: unknown, locale: Locale): Response {
  const known = error instanceof ShuyuanError ? error : new ShuyuanError('http.unexpected')
  const status = statusOf(error)
  const rows = refusedRows(error)
  c.set('code', known.code)
  const problem: ProblemDetails = {
    type: `urn:shuyuan:error:${known.code}`,
    title: known.code,
    status,
    detail: redact((status === 500 ? new ShuyuanError('http.unexpected') : known).in(locale)),
    ...(error instanceof BatchRefused ? { errors: faultsOf(error, locale) } : {}),
    ...(rows ? { errors: rowFaultsOf(rows, locale) } : {}),
  }
  if (status === 401) c.header('WWW-Authenticate', 'Bearer')
  if (status === 429 || status === 503) c.header('Retry-After', String(retryAfter(known.code)))
  return c.body(JSON.stringify(problem), status, {
    'Content-Type': 'application/problem+json; charset=utf-8',
  })
}

/** What is wrong with which rows of a sheet; undefined of an error that is about none. */
export function refusedRows(error: unknown): SheetFault[] | undefined {
  return error instanceof RowsRefused || error instanceof AnswersRefused ? error.faults : undefined
}

function statusOf(error: unknown): ContentfulStatusCode {
  if (error instanceof ShuyuanError) return STATUS[error.kind]
  return STATUS[isTransient(error) ? 'transient' : 'internal']
}

function retryAfter(code: ErrorCode): number {
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
