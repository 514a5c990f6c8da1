import { ShuyuanError } from '../../core/errors.ts'
import { type WorkCalendar, workCalendar } from '../../core/workdays.ts'
import type { DueDays } from '../../warehouse/ledger/index.ts'
import type { Platform } from '../platform.ts'

const BEIJING_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** The day of an instant in Asia/Shanghai, `YYYY-MM-DD`. */
export function dayOf(at: Date): string {
  return new Date(at.getTime() + BEIJING_MS).toISOString().slice(0, 10)
}

/** The deadlines of what is raised, or reopened, on this day. */
export function dueDays({ config }: Platform, at: Date): DueDays {
  const { accept, verify, correct } = config.objections.days
  const calendar = calendarOf(config.workdays)
  const after = (days: number) => calendar.addWorkingDays(dayOf(at), days)
  return { accept: after(accept), verify: after(verify), close: after(correct) }
}

/**
 * Working days by the calendar; plain weekdays in years whose holidays are not known yet, so that no run stops for
 * want of next year's calendar.
 */
export function calendarOf(
  further: Platform['config']['workdays'],
): Pick<WorkCalendar, 'addWorkingDays' | 'isWorkingDay'> {
  const calendar = workCalendar(further)
  return {
    addWorkingDays: (day, n) =>
      unlessUncovered(
        () => calendar.addWorkingDays(day, n),
        () => weekdayAfter(day, n),
      ),
    isWorkingDay: (day) =>
      unlessUncovered(
        () => calendar.isWorkingDay(day),
        () => isWeekday(Date.parse(day)),
      ),
  }
}

function unlessUncovered<T>(known: () => T, otherwise: () => T): T {
  try {
    return known()
  } catch (error) {
    if (error instanceof ShuyuanError && error.code === 'core.workdays_uncovered') return otherwise()
    throw error
  }
}

function weekdayAfter(day: string, n: number): string {
  const step = n < 0 ? -DAY_MS : DAY_MS
  let time = Date.parse(day)
  for (let left = Math.abs(n); left > 0; ) {
    time += step
    if (isWeekday(time)) left -= 1
  }
  return new Date(time).toISOString().slice(0, 10)
}

function isWeekday(time: number): boolean {
  const weekday = new Date(time).getUTCDay()
  return weekday >= 1 && weekday <= 5
}
