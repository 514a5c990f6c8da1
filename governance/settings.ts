import { z } from 'zod'
import { idSchema } from '../catalog/names.ts'
import { yearArrangementsSchema } from '../core/workdays.ts'
import { requestSchema } from '../exchange/request.ts'
import { scoreSettingsSchema } from '../quality/scores/settings.ts'
import { objectionSettingsSchema } from './objections/settings.ts'
import { reportSettingsSchema } from './reports/settings.ts'

const officerSchema = z.strictObject({
  id: idSchema,
  name: z.string().min(1),
  /** Account of the operating system from which alone the officer acts. */
  account: z.string().min(1).optional(),
})

/** What a deployment says of what people decide: a part of `jobs.config.ts`. */
export const governanceShape = {
  /** Who may let pass what a gate holds, with a reason. */
  officers: z.array(officerSchema).default([]),
  /** Approved requests of cities: what each may receive. */
  deliveries: z.array(requestSchema).default([]),
  /** Elements that never leave the platform, whatever a request says (Article 20, negative list). */
  negativeList: z.array(z.string()).default([]),
  /** Holidays and make-up days of years that the built-in calendar (2004–2026) does not know. */
  workdays: yearArrangementsSchema.default({}),
  /** Objections: deadlines, and what is objected to. */
  objections: objectionSettingsSchema.prefault({}),
  /** Weights and grades of the quality scores. */
  quality: scoreSettingsSchema.prefault({}),
  /** Quality reports: who may see what unmasked. */
  reports: reportSettingsSchema.prefault({}),
}

export type GovernanceSettings = z.infer<z.ZodObject<typeof governanceShape>>
