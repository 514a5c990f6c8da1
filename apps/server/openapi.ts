import type { OpenAPIHono } from '@hono/zod-openapi'
import { json, problem } from './responses.ts'
import {
  acceptedSchema,
  batchHeaders,
  batchSchema,
  datasetParams,
  healthSchema,
  receiptParams,
  receiptSchema,
} from './schemas.ts'

const refusals = {
  400: problem('not UTF-8, not JSON, or no Idempotency-Key'),
  401: problem('no valid token'),
  403: problem('the token may not post to this dataset'),
  404: problem('no such dataset takes events'),
  409: problem('the key was used for other bytes'),
  413: problem('more than 5,000 events or 5 MB'),
  415: problem('neither JSON nor NDJSON in UTF-8'),
  422: problem('no events, or malformed ones: event index and field'),
  429: problem('overloaded: come back after Retry-After'),
  503: problem('cannot be stored now: come back after Retry-After'),
}

/** Describes the routes. The post reads its body itself, to keep the events as received. */
export function describeRoutes(app: OpenAPIHono): void {
  const { openAPIRegistry: registry } = app
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' })
  registry.registerPath({
    method: 'post',
    path: '/v1/datasets/{dataset}/events',
    summary: 'Post a batch of events; accepted means durable',
    security: [{ token: [] }],
    request: {
      params: datasetParams,
      headers: batchHeaders,
      body: {
        required: true,
        content: {
          'application/json': { schema: batchSchema },
          'application/x-ndjson': { schema: { type: 'string' } },
        },
      },
    },
    responses: {
      202: json(acceptedSchema, 'accepted'),
      200: json(acceptedSchema, 'accepted before, under the same key'),
      ...refusals,
    },
  })
  registry.registerPath({
    method: 'get',
    path: '/v1/datasets/{dataset}/events/{receipt}',
    summary: 'How far an accepted batch has come',
    security: [{ token: [] }],
    request: { params: receiptParams },
    responses: {
      200: json(receiptSchema, 'its state'),
      401: refusals[401],
      403: refusals[403],
      404: problem('no such dataset or receipt'),
    },
  })
  registry.registerPath({
    method: 'get',
    path: '/health',
    summary: 'Whether events can be accepted and are being published',
    responses: { 200: json(healthSchema, 'accepting'), 503: json(healthSchema, 'not accepting') },
  })
}
