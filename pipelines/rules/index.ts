export { type Acceptance, acceptRule, withdrawRule } from './accept.ts'
export { type AcceptedRule, type AcceptedRules, readAcceptedRules, withAcceptedRules } from './accepted.ts'
