/** What can be wrong with a geometry: the second word of the violation's code. The place is the problem's bit. */
export const problems = [
  'unreadable',
  'type',
  'crs',
  'axes',
  'range',
  'ring',
  'self_intersection',
  'area',
  'area_differs',
  'outside_division',
] as const
export type GeometryProblem = (typeof problems)[number]

/** The bit of a problem in the results. */
export function bitOf(problem: GeometryProblem): number {
  return 1 << problems.indexOf(problem)
}
