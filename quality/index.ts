import './locale.ts'

export { type Code, codes } from './codes.ts'
export { type ExtractFinding, type ExtractInput, judgeExtract } from './extract_rules.ts'
export { type Judged, type JudgeInput, judge } from './judge.ts'
export { type CompiledRules, type RuleInstance, rulesOf, type Test } from './rules.ts'
export type { References } from './set_rules.ts'
export { citizenIdCheck, orgCodeCheck, usccCheck } from './check_digits.ts'
export { type HistoryRow, type Score, scoresBy, scoresOf, totalScore, type Weights } from './scores.ts'
