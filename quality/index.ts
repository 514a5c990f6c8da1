import './locale.ts'

export { citizenIdCheck, licenceIdCheck, orgCodeCheck, usccCheck } from './check_digits.ts'
export { examplesOf } from './examples/index.ts'
export { type TestedRules, testRules } from './examples/run.ts'
export { checkExpressions } from './expressions/index.ts'
export {
  type Counted,
  type Earlier,
  type ExtractInput,
  type ExtractResult,
  extractHistory,
  judgeExtract,
  needsProfile,
  type Profile as ExtractProfile,
  type ProfileRow as ExtractProfileRow,
  profileOf as extractProfileOf,
} from './extract/index.ts'
export { type HistoryFacts, periodOf } from './history.ts'
export { type Judged, type JudgeInput, judge } from './judge.ts'
export { maskKey } from './mask_key.ts'
export { normalised } from './normalise/fields.ts'
export { countNullMarkers } from './normalise/null_markers.ts'
export type { SubjectCities } from './places.ts'
export {
  countValues,
  dayOf,
  type FieldProfile,
  type Profile,
  type ProfiledField,
  type ProfileInput,
  profileFrom,
  profileOf,
  renderProfile,
  type Suggestion,
  suggestionsOf,
} from './profile/index.ts'
export { definitionOf, digestOf } from './rules/digest.ts'
export {
  type CompiledRules,
  type RuleInstance,
  rulesOf,
  type Test,
  type ViolationCode,
} from './rules/index.ts'
export { type Code, codes, type ExtractCode, extractCodes, ruleKinds } from './rules/kinds/index.ts'
export type { Among, Followed, OwnRegister, References, Register } from './sets/index.ts'
export { keysOf, standardRows } from './standard_rows.ts'
export { violationWords } from './words.ts'
