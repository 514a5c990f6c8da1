import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from '@hono/zod-openapi'
import type { ZodType } from 'zod'
import { json, problem } from '../responses.ts'
import { SHEET_TYPE } from './body.ts'
import { acts } from './department.ts'
import {
  answeredSchema,
  answersQuery,
  followedSchema,
  listQuery,
  listSchema,
  objectionDetailSchema,
  objectSchema,
  optionalReasonSchema,
  reasonSchema,
  sheetQuery,
  templateQuery,
  uploadQuery,
} from './schemas.ts'

const sheet = (description: string) => ({
  description,
  content: { [SHEET_TYPE]: { schema: { type: 'string' as const, format: 'binary' } } },
})
const sent = (schema: ZodType) => ({ required: true, content: { 'application/json': { schema } } })
const sentSheet = {
  required: true,
  content: { [SHEET_TYPE]: { schema: { type: 'string' as const, format: 'binary' } } },
}

const security = [{ token: [] }]
const id = z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' } }) })
const key = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .openapi({ description: 'sent twice under one key, it is one' }),
})
const refusals = {
  401: problem('no valid token'),
  403: problem('the token may not be used for this'),
  429: problem('too many requests: come back after Retry-After'),
}
const unknown = { ...refusals, 404: problem('unknown, or not yours: the same answer') }
const written = {
  ...unknown,
  400: problem('malformed'),
  409: problem('the key was used for something else, or the state does not allow it'),
  413: problem('too large'),
  415: problem('another type'),
  422: problem('a row is wrong, none was taken: row and reason'),
}

/** Describes the routes of objections. */
export function describeObjections({ openAPIRegistry: registry }: OpenAPIHono): void {
  registry.registerPath({
    ...{ method: 'get', path: '/v1/objections', security },
    summary: 'What a city submitted, or the objections to a department, newest or oldest first',
    request: { query: listQuery },
    responses: { 200: json(listSchema, 'by the kind of token'), 400: problem('malformed'), ...refusals },
  })
  registry.registerPath({
    ...{ method: 'post', path: '/v1/objections', security },
    summary: 'A city objects to a row that it received',
    request: { headers: key, body: sent(objectSchema) },
    responses: {
      201: json(followedSchema, 'raised'),
      200: json(followedSchema, 'raised before, under the same key'),
      ...written,
    },
  })
  registry.registerPath({
    ...{ method: 'post', path: '/v1/objections/upload', security },
    summary: 'A city objects to many rows: all are right, or none is taken',
    request: { headers: key, query: uploadQuery, body: sentSheet },
    responses: {
      201: json(followedSchema, 'raised'),
      200: json(followedSchema, 'raised before, under the same key'),
      ...written,
    },
  })
  registry.registerPath({
    ...{ method: 'get', path: '/v1/objections/template', security },
    summary: 'The workbook in which a city lists what it objects to, with the elements that it was sent',
    request: { query: templateQuery },
    responses: { 200: sheet('to fill in'), ...unknown, 400: problem('malformed') },
  })
  registry.registerPath({
    ...{ method: 'get', path: '/v1/objections/sheet', security },
    summary: 'The answer sheet of what a department still has to answer',
    request: { query: sheetQuery },
    responses: { 200: sheet('to fill in'), ...refusals },
  })
  registry.registerPath({
    ...{ method: 'post', path: '/v1/objections/answers', security },
    summary: 'A department sends a filled answer sheet: all of it is applied, or nothing',
    request: { query: answersQuery, body: sentSheet },
    responses: { 200: json(answeredSchema, 'applied, now or before'), ...written },
  })
  registry.registerPath({
    ...{ method: 'get', path: '/v1/objections/{id}', security },
    summary: 'One of them, with what happened to it',
    request: { params: id },
    responses: {
      200: json(z.union([followedSchema, objectionDetailSchema]), 'by the kind of token'),
      ...unknown,
    },
  })
  registry.registerPath({
    ...{ method: 'post', path: '/v1/objections/{id}/withdraw', security },
    summary: 'A city takes back what it submitted',
    request: { params: id },
    responses: { 200: json(followedSchema, 'withdrawn'), ...written },
  })
  for (const act of Object.keys(acts))
    registry.registerPath({
      ...{ method: 'post', path: `/v1/objections/{id}/${act}`, security },
      summary: `A department acts on an objection: ${act}`,
      request: { params: id, body: sent(act === 'reject' ? reasonSchema : optionalReasonSchema) },
      responses: { 200: json(objectionDetailSchema, 'done'), ...written },
    })
}
