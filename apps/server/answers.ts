import type { Context } from 'hono'
import type { ContentfulStatusCode, StatusCode } from 'hono/utils/http-status'
import type { ZodType, z } from 'zod'
import type { Text } from '../../core/locale.ts'
import { SHEET_TYPE } from './body.ts'

/** What a route answers with under one status. */
export interface Answer<T> {
  words: Text
  /** Of the OpenAPI document, by media type. */
  content: Record<string, { schema: ZodType | { type: 'string'; format: 'binary' } }>
  write(c: Context, status: StatusCode, body: T): Response
}

/** Answers by status. */
export type Answers = Record<number, Answer<never>>

/** What a handler returns: one of the answers that its route declares. */
export type Reply<R extends Answers> = {
  [S in keyof R & number]: {
    status: S
    headers?: Record<string, string>
  } & (R[S] extends Answer<infer T> ? ([T] extends [undefined] ? { body?: undefined } : { body: T }) : never)
}[keyof R & number]

/** JSON as `schema` has it. */
export function json<S extends ZodType>(schema: S, words: Text): Answer<z.input<S>> {
  return {
    words,
    content: { 'application/json': { schema } },
    write: (c, status, body) => c.json(body, status as ContentfulStatusCode),
  }
}

/** A workbook. */
export function sheet(words: Text): Answer<Uint8Array<ArrayBuffer>> {
  return {
    words,
    content: { [SHEET_TYPE]: { schema: { type: 'string', format: 'binary' } } },
    write: (c, status, body) => c.body(body, status as ContentfulStatusCode, { 'Content-Type': SHEET_TYPE }),
  }
}

/** No body. */
export function nothing(words: Text): Answer<undefined> {
  return { words, content: {}, write: (c, status) => c.body(null, status) }
}

/** Writes what a handler returned. */
export function respond<R extends Answers>(answers: R, c: Context, reply: Reply<R>): Response {
  const {
    status,
    headers = {},
    body,
  } = reply as { status: StatusCode; headers?: Record<string, string>; body?: unknown }
  for (const [name, value] of Object.entries(headers)) c.header(name, value)
  return (answers[status] as Answer<unknown>).write(c, status, body)
}
