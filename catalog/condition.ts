import { z } from 'zod'
import { idSchema } from './names.ts'

/**
 * A condition on one field of a row. Values are compared after normalisation, as text. `open`: a day that is not
 * given, or lies after the day of the extract: what has no end yet.
 */
export const conditionSchema = z.union([
  z.strictObject({ field: idSchema, oneOf: z.array(z.string()).min(1) }),
  z.strictObject({ field: idSchema, noneOf: z.array(z.string()).min(1) }),
  z.strictObject({ field: idSchema, given: z.boolean() }),
  z.strictObject({ field: idSchema, open: z.literal(true) }),
])
export type Condition = z.infer<typeof conditionSchema>

/** Conditions that must all hold. None: it always holds. */
export const conditionsSchema = z.array(conditionSchema).optional()
