/** Where "now" comes from. Data never depends on it; only records about runs do. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still, for tests and for runs that must be repeatable. */
export function fixedClock(iso: string): Clock {
  return { now: () => new Date(iso) }
}
