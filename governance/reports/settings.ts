import { z } from 'zod'
import { elementIdSchema } from '../../catalog/names.ts'

/** An audience, elements that it may see unmasked in its reports, why, and until when (the last day). */
const grantSchema = z.strictObject({
  audience: z.string().regex(/^(department:[a-z][a-z0-9_]*|city:\d{6}|region)$/),
  elements: z.array(elementIdSchema).min(1),
  legalBasis: z.string().min(1),
  until: z.iso.date(),
})

/** Settings of the quality reports. */
export const reportSettingsSchema = z.strictObject({
  /** Keys and values of grades L3 and L4 are masked in every report but for these grants. */
  clear: z.array(grantSchema).default([]),
})
