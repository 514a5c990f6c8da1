import type { Name } from '../../catalog/names.ts'
import type { RuleExamples, Severity } from '../../catalog/rule_base.ts'
import type { Add, RuleOptions, Test } from './kind.ts'
import { type Code, codes } from './kinds/index.ts'

/** A code of the platform, or `custom.<id>` of a rule that carries its own words. */
export type ViolationCode = Code | `custom.${string}`

/** One rule of one dataset, ready to be judged and counted. */
export interface RuleInstance {
  /** `dataset.field.code`, and what tells it apart where a field has several of the code; unique within the dataset. */
  id: string
  field: string
  code: ViolationCode
  severity: Severity
  dimension: string
  indicator: string
  /** 1 until the registry of versions says otherwise. */
  version: number
  test: Test
  /** The words of a custom rule. */
  name?: Name
  /** Rows that the declaration says are good and bad. */
  examples?: RuleExamples
}

export function instanceOf(
  dataset: string,
  field: string,
  code: ViolationCode,
  test: Test,
  options: RuleOptions,
): RuleInstance {
  const facts = isCode(code) ? codes[code] : customFacts
  const { severity = facts.severity, dimension = facts.dimension, indicator = facts.indicator } = options
  return {
    id: [dataset, field, code, options.as].filter((part) => part !== undefined).join('.'),
    field,
    code,
    severity,
    dimension,
    indicator,
    version: 1,
    test,
    ...(options.name ? { name: options.name } : {}),
    ...(options.examples ? { examples: options.examples } : {}),
  }
}

const customFacts = { severity: 'warn', dimension: 'conformity', indicator: 'business_rule' } as const

function isCode(code: string): code is Code {
  return code in codes
}

/** Adds a rule on a field; a later one of the same id takes the place of the earlier. */
export type AddRule = Add<ViolationCode>
