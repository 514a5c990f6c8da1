import type { Dataset } from '../catalog/dataset.ts'
import type { Severity } from '../catalog/rule.ts'
import type { TextFields } from '../core/locale.ts'
import { codes } from './codes.ts'
import type { extractCodes } from './extract/codes.ts'

export interface ExtractInput {
  dataset: Dataset
  mode: 'full' | 'delta'
  /** Rows received, also those that could not be read. */
  received: number
  /** Rows of the last ingested extract of the same mode, if there is one. */
  lastReceived?: number
  asOf: Date
  now: Date
}

export interface ExtractFinding {
  rule: string
  code: keyof typeof extractCodes
  severity: Severity
  /** Counts and dates for the wording. */
  fields: TextFields
}

/** Longest age of an extract in days, by update cycle: the cycle and a grace of about a half. */
const LONGEST_AGE: Record<Dataset['updateCycle'], number> = {
  realtime: 1,
  daily: 2,
  weekly: 10,
  monthly: 45,
  quarterly: 120,
  yearly: 400,
}
const DAY = 86_400_000

/**
 * Judges the extract as a whole: too few rows, far fewer than last time (full dumps only: a delta is as long
 * as the changes were), older than the update cycle promises.
 */
export function judgeExtract(input: ExtractInput): ExtractFinding[] {
  const { dataset, mode, received, lastReceived, asOf, now } = input
  return dataset.rules.flatMap((rule): ExtractFinding[] => {
    const found = (code: ExtractFinding['code'], fields: TextFields): ExtractFinding => ({
      rule: `${dataset.id}.${code}`,
      code,
      severity: rule.severity ?? codes[code].severity,
      fields,
    })
    if (rule.kind === 'freshness') {
      const age = Math.floor((now.getTime() - asOf.getTime()) / DAY)
      const allowed = LONGEST_AGE[dataset.updateCycle]
      return age > allowed ? [found('freshness.late', { age, allowed, cycle: dataset.updateCycle })] : []
    }
    if (rule.kind !== 'rowCount' || mode === 'delta') return []
    const low = rule.min !== undefined && received < rule.min
    const least = Math.ceil((rule.minShareOfLast ?? 0) * (lastReceived ?? 0))
    return [
      ...(low ? [found('row_count.low', { received, least: rule.min })] : []),
      ...(received < least ? [found('row_count.dropped', { received, last: lastReceived, least })] : []),
    ]
  })
}
