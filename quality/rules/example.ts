/** The fields of a row that matter, as received; the others are empty. */
export type ExampleRow = Record<string, string | null>

/** Rows of which a rule must say nothing, and rows of which it must speak. */
export interface Examples {
  good: ExampleRow[]
  bad: ExampleRow[]
}

/** The time at which all examples are judged. */
export const exampleTime = new Date('2026-09-01T00:00:00+08:00')

/** Examples of one field: these values are good, those are bad. */
export function values(field: string, good: (string | null)[], bad: (string | null)[]): Examples {
  const rows = (list: (string | null)[]) => list.map((value) => ({ [field]: value }))
  return { good: rows(good), bad: rows(bad) }
}
