import type { Dataset } from '../../catalog/dataset.ts'
import type { Severity } from '../../catalog/rule.ts'
import type { TextFields } from '../../core/locale.ts'
import { codes } from '../codes.ts'
import type { extractCodes } from './codes.ts'

export type ExtractCode = keyof typeof extractCodes

/** What a rule on the extract as a whole found: `failed` of `checked`, 0 where it is kept. */
export interface ExtractResult {
  /** `dataset.field.code`, with `_` for the extract as a whole. */
  rule: string
  code: ExtractCode
  severity: Severity
  field: string | null
  /** League or city. */
  division: string | null
  checked: number
  failed: number
  /** Counts and dates for the wording. */
  fields: TextFields
}

/** A result that is a finding. */
export type ExtractFinding = ExtractResult

export interface About {
  dataset: Dataset
  rule: { severity?: Severity | undefined }
}

/** The result of one rule of a dataset. */
export function result(
  { dataset, rule }: About,
  code: ExtractCode,
  is: { failed: number; checked?: number; field?: string; division?: string; fields?: TextFields },
): ExtractResult {
  const { failed, checked = 1, field = null, division = null, fields = {} } = is
  return {
    rule: `${dataset.id}.${field ?? '_'}.${code}`,
    code,
    severity: rule.severity ?? codes[code].severity,
    field,
    division,
    checked,
    failed,
    fields: { ...fields, ...(field ? { field } : {}), ...(division ? { division } : {}) },
  }
}
