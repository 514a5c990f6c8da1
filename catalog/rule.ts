import { z } from 'zod'
import { extractRules } from './extract_rule.ts'
import { crossFieldRules } from './rules/cross_field.ts'
import { identityRules } from './rules/identity.ts'
import { valueRules } from './rules/values.ts'
import { setRules } from './set_rule.ts'

export { type Dimension, indicators } from './indicators.ts'
export { type RuleExamples, type Severity, severities } from './rule_base.ts'
export type { RowCondition } from './rules/cross_field.ts'
export type { CitizenIdForm } from './rules/identity.ts'

/** A rule is data. Row rules judge one row; set rules a whole dataset; extract rules the extract itself. */
export const ruleSchema = z.discriminatedUnion('kind', [
  ...valueRules,
  ...identityRules,
  ...crossFieldRules,
  ...setRules,
  ...extractRules,
])
export type Rule = z.infer<typeof ruleSchema>
export type RuleInput = z.input<typeof ruleSchema>
