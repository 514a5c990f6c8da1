import { z } from 'zod'
import { idSchema } from './names.ts'

/** `block` keeps the version from being published, `reject` quarantines the row, `warn` records and lets pass. */
export const severities = ['block', 'reject', 'warn'] as const
export type Severity = (typeof severities)[number]

/** What every rule may say. */
export const ruleBase = {
  severity: z.enum(severities).optional(), // default: see `ruleDefaults` in quality/
  version: z.number().int().positive().default(1),
}
export const ruleOnField = { ...ruleBase, field: idSchema }
