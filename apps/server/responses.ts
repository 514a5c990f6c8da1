import type { ZodType } from 'zod'
import { problemSchema } from './schemas.ts'

/** A JSON answer of the OpenAPI document. */
export const json = (schema: ZodType, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

/** A refusal of the OpenAPI document (RFC 9457). */
export const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
})
