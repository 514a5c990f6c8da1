import type { ObjectionFigures, Objections, ReportData, Scores, Violation } from './data.ts'

/** The dimension with the lowest score below 1; the first of equals. */
export function worstDimension({ dimensions }: Scores): Scores['dimensions'][number] | undefined {
  const imperfect = dimensions.filter(({ score }) => score < 1)
  return imperfect.toSorted((a, b) => a.score - b.score)[0]
}

/** The violation that most rows must be corrected for. */
export function worstViolation(violations: Violation[]): Violation | undefined {
  return mustBeCorrected(violations)[0]
}

/** Violations that somebody has to correct rows for, most rows first. */
export function mustBeCorrected(violations: Violation[]): Violation[] {
  return violations
    .filter(({ failed, severity }) => failed > 0 && severity !== 'warn')
    .toSorted((a, b) => b.failed - a.failed)
}

/** Sum of a figure over the departments; undefined where no objection was ever raised. */
export function objectionSum(
  objections: Objections | undefined,
  figure: 'raised' | 'open' | 'overdue' | 'fixed',
): number | undefined {
  return objections?.departments.reduce((sum, each: ObjectionFigures) => sum + each[figure], 0)
}

/** Rows that no league or city counts. */
export function unplacedRows({ unplaced }: Pick<ReportData, 'unplaced'>): number {
  return unplaced.reduce((sum, { rows }) => sum + rows, 0)
}
