import { z } from 'zod'
import { idSchema } from './names.ts'

/** `block` keeps the version from being published, `reject` quarantines the row, `warn` records and lets pass. */
export const severities = ['block', 'reject', 'warn'] as const
export type Severity = (typeof severities)[number]

const row = z.record(z.string(), z.string().nullable())
/** Rows as received (only the fields that matter) of which the rule must say nothing, and of which it must speak. */
export const examplesSchema = z.strictObject({ good: z.array(row).min(1), bad: z.array(row).min(1) })
export type RuleExamples = z.infer<typeof examplesSchema>

/** What every rule may say. A changed rule is a new version by itself: see docs/quality.md. */
export const ruleBase = {
  /** Not given: the default of its violation code, see quality/codes.ts. */
  severity: z.enum(severities).optional(),
  /** Tells rules of one kind on one field apart; part of the rule's id. */
  as: idSchema.optional(),
  examples: examplesSchema.optional(),
}
export const ruleOnField = { ...ruleBase, field: idSchema }
