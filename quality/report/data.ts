import type { Severity } from '../../catalog/rule.ts'
import type { Locale } from '../../core/locale.ts'
import type { Score } from '../scores.ts'

type Name = Record<Locale, string>

/** What one department's report shows. Keys are masked before they come here. */
export interface ReportData {
  department: Name
  /** Day of the report, as it is to be printed. */
  asOf: string
  datasets: { name: Name; received: number; accepted: number; quarantined: number; warned: number }[]
  scores: Score[]
  violations: { code: string; dataset: Name; field: string; severity: Severity; failed: number }[]
  rows: RectifyRow[]
}

/** A row that the department must correct. */
export interface RectifyRow {
  dataset: Name
  file: string
  line: number
  maskedKey: string
  codes: string[]
}
