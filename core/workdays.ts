import arrangements from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { z } from 'zod'
import { ShuyuanError } from './errors.ts'
import './texts.ts'

const daySchema = z.iso.date()

/** Arrangements of further years, as the State Council's notice lists them: days off, and weekend days to work. */
export const yearArrangementsSchema = z.record(
  z.string().regex(/^\d{4}$/),
  z.strictObject({ holidays: z.array(daySchema), workdays: z.array(daySchema) }),
)
export type YearArrangements = z.infer<typeof yearArrangementsSchema>

/** Working days of mainland China. Days are written `YYYY-MM-DD`; no clock and no time zone comes into it. */
export interface WorkCalendar {
  /** @throws ShuyuanError `core.workdays_uncovered`, `core.bad_day` */
  isWorkingDay(day: string): boolean
  /**
   * The `n`th working day after `day` (before it where `n` is negative). 0: `day` itself, or the next working day
   * where it is none. @throws ShuyuanError `core.workdays_uncovered`, `core.bad_day`
   */
  addWorkingDays(day: string, n: number): string
  /**
   * Working days after `from` up to and with `to`; negative where `to` is the earlier one.
   * @throws ShuyuanError `core.workdays_uncovered`, `core.bad_day`
   */
  workingDaysBetween(from: string, to: string): number
}

/**
 * The calendar of the years 2004 to 2026, whose arrangements chinese-days holds, and of the years in `further`.
 * Other years are refused: their holidays are not known, and plain weekdays would give wrong deadlines.
 * A year's arrangement may list days at the end of the year before.
 */
export function workCalendar(further: YearArrangements = {}): WorkCalendar {
  const years = new Set([...covered, ...Object.keys(further)])
  const given = Object.values(further)
  const off = new Set(given.flatMap(({ holidays }) => holidays))
  const on = new Set(given.flatMap(({ workdays }) => workdays))
  const isWorkingAt = (time: number): boolean => {
    const day = dayAt(time)
    const year = day.slice(0, 4)
    if (!years.has(year)) throw uncovered(year, years)
    if (on.has(day)) return true
    if (off.has(day)) return false
    return day in arrangements.workdays || (!(day in arrangements.holidays) && isWeekday(time))
  }
  return {
    isWorkingDay: (day) => isWorkingAt(timeOf(day)),
    addWorkingDays: (day, n) => dayAt(walk(timeOf(day), n, isWorkingAt)),
    workingDaysBetween: (from, to) => {
      const [start, end] = [timeOf(from), timeOf(to)]
      return start <= end ? count(start, end, isWorkingAt) : -count(end, start, isWorkingAt)
    },
  }
}

const DAY_MS = 86_400_000
const covered = [...new Set(Object.keys(arrangements.holidays).map((day) => day.slice(0, 4)))].sort()
const standard = workCalendar()

/** `WorkCalendar.isWorkingDay` of the years that are known without configuration. */
export const isWorkingDay = standard.isWorkingDay
/** `WorkCalendar.addWorkingDays` of the years that are known without configuration. */
export const addWorkingDays = standard.addWorkingDays
/** `WorkCalendar.workingDaysBetween` of the years that are known without configuration. */
export const workingDaysBetween = standard.workingDaysBetween

type IsWorking = (time: number) => boolean

function walk(from: number, n: number, isWorking: IsWorking): number {
  if (!Number.isInteger(n)) throw new RangeError('a number of working days is whole')
  if (n === 0 && isWorking(from)) return from
  const step = n < 0 ? -DAY_MS : DAY_MS
  let left = Math.max(1, Math.abs(n))
  let time = from
  while (left > 0) {
    time += step
    if (isWorking(time)) left -= 1
  }
  return time
}

function count(from: number, to: number, isWorking: IsWorking): number {
  let days = 0
  for (let time = from + DAY_MS; time <= to; time += DAY_MS) if (isWorking(time)) days += 1
  return days
}

function isWeekday(time: number): boolean {
  const weekday = new Date(time).getUTCDay()
  return weekday >= 1 && weekday <= 5
}

function dayAt(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

function timeOf(day: string): number {
  if (!daySchema.safeParse(day).success) throw new ShuyuanError('core.bad_day')
  return Date.parse(`${day}T00:00:00Z`)
}

function uncovered(year: string, years: ReadonlySet<string>): ShuyuanError {
  const known = [...years].sort()
  return new ShuyuanError('core.workdays_uncovered', { year, from: known[0], to: known.at(-1) })
}
