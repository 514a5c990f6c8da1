import { type Fact, sources } from '../model.ts'
import { RECTIFICATION } from '../settings.ts'

/** How a department dealt with the objections to one month's data. */
export interface Rectified {
  department: string
  /** Closed as corrected; closed because the data are right; open after their deadline. */
  fixed: number
  rejected: number
  overdue: number
  /** Reopened ones among the closed; null where none was closed. */
  reopenRate: number | null
  /** From raising to closing; null where none was closed. */
  meanWorkingDays: number | null
}

/**
 * Facts of rectification. Mended: of the objections that were corrected or should have been by now, the overdue ones
 * fail; one whose deadline has not come counts neither way. Not reopened: of the closed ones, those that came back. Days
 * to mend: all is well up to the days that are allowed; twice as many are half as good.
 */
export function rectificationFacts(rectified: Rectified, period: string, allowedDays: number): Fact[] {
  const { department, fixed, rejected, overdue, reopenRate, meanWorkingDays } = rectified
  const closed = fixed + rejected
  const share = meanWorkingDays === null ? 1 : Math.min(1, allowedDays / Math.max(meanWorkingDays, 1))
  const figures: [string, number, number][] = [
    ['fix_rate', fixed + overdue, overdue],
    ['reopen_rate', reopenRate === null ? 0 : closed, Math.round((reopenRate ?? 0) * closed)],
    ['mean_days', meanWorkingDays === null ? 0 : closed, Math.round((1 - share) * closed)],
  ]
  return figures
    .filter(([, evaluated]) => evaluated > 0)
    .map(([indicator, evaluated, failed]) => ({
      department,
      dataset: null,
      division: null,
      period,
      dimension: RECTIFICATION,
      indicator,
      source: sources.objections,
      evaluated,
      failed,
    }))
}
