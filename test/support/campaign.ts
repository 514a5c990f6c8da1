/** How many cases of its kind a test draws. */
export interface Campaign {
  /** In `npm test`: enough to be able to fail, and every kind of case among them. */
  short: number
  /** In `npm run test:long`. */
  long: number
  /** Name of the environment variable that gives another number, for a search by hand. */
  variable?: string
}

/**
 * The options of a test that has a long form. `npm run test:long` runs the tests that carry this tag, in the files that
 * import this one, and no others.
 */
export const CAMPAIGN = { tags: ['campaign'] }

/** The number of cases for this run: kills, random histories, rows. */
export function campaign({ short, long, variable }: Campaign): number {
  const given = variable === undefined ? undefined : process.env[variable]
  if (given) return Number(given)
  return process.env.SHUYUAN_CAMPAIGN === 'long' ? long : short
}
