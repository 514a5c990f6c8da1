const DAY = 86_400_000
const FIRST = Date.UTC(1926, 0, 1)
const days: string[] = []

/** ISO day of a day number; day 0 is 1926-01-01. */
export function isoDay(day: number): string {
  for (let next = days.length; next <= day; next++) {
    days.push(new Date(FIRST + next * DAY).toISOString().slice(0, 10))
  }
  return days[day] as string
}

/** Day number of an ISO day. */
export function dayOf(iso: string): number {
  return Math.round((Date.parse(iso) - FIRST) / DAY)
}

/** `2026-09-01 08:05:09` from a day number and the second of the day. */
export function moment(day: number, second: number): string {
  const hours = Math.floor(second / 3600)
  const minutes = Math.floor(second / 60) % 60
  return `${isoDay(day)} ${two(hours)}:${two(minutes)}:${two(second % 60)}`
}

function two(n: number): string {
  return n < 10 ? `0${n}` : String(n)
}
