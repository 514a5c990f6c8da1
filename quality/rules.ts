export {
  type CompiledRules,
  type RuleInstance,
  rulesOf,
  type Test,
  type ViolationCode,
} from './rules/index.ts'
