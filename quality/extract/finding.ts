import type { ExtractRuleOf } from '../rules/kind.ts'
import type { ExtractResult } from './input.ts'

/** What the result of one rule of a dataset says. */
interface Found {
  failed: number
  checked?: number
  field?: string
  division?: string
  fields?: ExtractResult['fields']
}

/** The result of one rule of a dataset. */
export function result<Code extends string>(
  { dataset, rule, codes }: ExtractRuleOf<{ severity?: ExtractResult['severity'] | undefined }, Code>,
  code: Code,
  { failed, checked = 1, field, division, fields = {} }: Found,
): ExtractResult {
  const { severity, dimension, indicator } = codes[code]
  return {
    rule: `${dataset.id}.${field ?? '_'}.${code}`,
    code,
    severity: rule.severity ?? severity,
    dimension,
    indicator,
    field: field ?? null,
    division: division ?? null,
    checked,
    failed,
    fields: { ...fields, ...(field ? { field } : {}), ...(division ? { division } : {}) },
  }
}
