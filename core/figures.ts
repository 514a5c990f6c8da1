/**
 * Figures as people read them, rounded in this one place: page, workbook, command and answer of the API show the same.
 * Scores and shares are numbers from 0 to 1.
 */

/**
 * A score of 100, with two places, rounded down: no score reads as a grade that it has not reached, and only what is
 * perfect is 100.00. A score that is not nothing is at least 0.01.
 */
export function points(score: number): number {
  const hundredths = Math.floor(score * 10_000 + 1e-9)
  return Math.max(hundredths, score > 0 ? 1 : 0) / 100
}

/** The difference of two scores as they are shown, of 100, with two places. */
export function pointsChange(score: number, before: number): number {
  return Math.round((points(score) - points(before)) * 100) / 100
}

/** A share in per cent, with two places, rounded half up; what is neither none nor all is not shown as such. */
export function percents(share: number): number {
  const hundredths = Math.round(share * 10_000)
  if (share > 0 && hundredths === 0) return 0.01
  if (share < 1 && hundredths === 10_000) return 99.99
  return hundredths / 100
}
