import type { Severity } from '../catalog/rule.ts'

/** Default severity of a violation code, and the GB/T 36344 indicator it counts towards. */
export interface CodeFacts {
  severity: Severity
  dimension: string
  indicator: string
}

export const facts = (severity: Severity, dimension: string, indicator: string): CodeFacts => ({
  severity,
  dimension,
  indicator,
})
