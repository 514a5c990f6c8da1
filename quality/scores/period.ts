import { dayOf } from '../../core/day.ts'

const DAY = 86_400_000

/** The month of an instant in Asia/Shanghai, `2026-10`. */
export function monthOf(at: Date): string {
  return dayOf(at).slice(0, 7)
}

/** The day `days` after `day`; both are calendar days without a time. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
}

/** The last day of a month. */
export function lastDayOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

/** `month` for a month, `year` for a year, `all`. Undefined: no period at all. */
export function lengthOf(period: string): 'month' | 'year' | 'all' | undefined {
  if (period === 'all') return 'all'
  if (/^\d{4}$/.test(period)) return 'year'
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(period) ? 'month' : undefined
}
