const FLOORS = [99.9, 99.5, 99, 98, 95, 90, 80, 60]

/** Where an axis of scores begins, of 100, so that the lowest of `scores` (0 to 1) stands clear of it. */
export function axisFloor(scores: number[]): number {
  const lowest = Math.min(1, ...scores) * 100
  return FLOORS.find((floor) => lowest - floor >= (100 - floor) * 0.2) ?? 0
}

/** How good a score is, from 0 (below 80) to 6 (99.9 and more): one shade each. */
export const LEVELS = [80, 90, 95, 99, 99.5, 99.9] as const
export function levelOf(score: number): number {
  return LEVELS.filter((least) => score * 100 >= least).length
}
