import { z } from 'zod'
import { elementIdSchema, idSchema } from '../catalog/names.ts'

const daySchema = z.iso.date()

/** One element that a city asks for. Masked as the catalogue says, unless `clear` or `hash` is set. */
export const requestFieldSchema = z.strictObject({
  element: elementIdSchema,
  /** The value itself although the catalogue masks it. Needs a legal basis of its own. */
  clear: z.boolean().default(false),
  clearLegalBasis: z.string().trim().default(''),
  /** A keyed hash in place of the value: rows can be joined within the city, the value cannot be read. */
  hash: z.boolean().default(false),
})
export type RequestField = z.infer<typeof requestFieldSchema>

/**
 * A city's approved request (需求清单 item) as an operator writes it in `jobs.config.ts`. The schema checks the
 * shape only; what the request may have is decided by `entitle`, which names every reason at once.
 */
export const requestSchema = z.strictObject({
  /** Names the packages and the city's table. */
  id: idSchema,
  /** GB/T 2260 code of the requesting league or city. */
  city: z.string().regex(/^\d{6}$/),
  foundation: idSchema,
  fields: z.array(requestFieldSchema),
  /** Row scope: divisions of the city's own area; a city code covers its banners and counties. */
  divisions: z.array(z.string().regex(/^\d{6}$/)),
  purpose: z.string().trim().default(''),
  legalBasis: z.string().trim().default(''),
  approval: z.strictObject({ reference: z.string().trim(), by: z.string().trim(), on: daySchema }).optional(),
  /** First and last day on which data may leave, in Asia/Shanghai, both inclusive. */
  from: daySchema,
  to: daySchema,
  format: z
    .array(z.enum(['parquet', 'csv']))
    .min(1)
    .default(['parquet', 'csv']),
  /** `incremental`: a full package first, then changes by key. `full`: every package is complete. */
  delivery: z.enum(['incremental', 'full']).default('incremental'),
})
export type Request = z.infer<typeof requestSchema>
export type RequestInput = z.input<typeof requestSchema>
