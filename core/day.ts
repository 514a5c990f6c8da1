const EIGHT_HOURS = 8 * 3_600_000

/** The calendar day of an instant in China (UTC+8, no daylight saving), `2026-11-24`. */
export function dayOf(instant: Date): string {
  return new Date(instant.getTime() + EIGHT_HOURS).toISOString().slice(0, 10)
}
