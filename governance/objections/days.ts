import { dayOf } from '../../core/day.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { workCalendar } from '../../core/workdays.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import type { Platform } from '../platform.ts'
import type { DueDays } from './ledger/raise.ts'

/**
 * The deadlines of what is raised, or reopened, on this day. One in a year whose working days are not known is not
 * guessed: it is null until the configuration has the year.
 */
export function dueDays({ config }: Platform, at: Date): DueDays {
  const { accept, verify, correct } = config.objections.days
  const calendar = workCalendar(config.workdays)
  const after = (days: number) => ifCovered(() => calendar.addWorkingDays(dayOf(at), days)) ?? null
  return { accept: after(accept), verify: after(verify), close: after(correct) }
}

/** What `read` gives, or undefined where it needs a year whose working days are not known. */
export function ifCovered<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (isUncovered(error)) return undefined
    throw error
  }
}

/** What a person must do where objections raised now get no deadline: give the calendar of the year. */
export function calendarProblem({ config, clock }: Platform): Problem[] {
  try {
    workCalendar(config.workdays).addWorkingDays(dayOf(clock.now()), config.objections.days.correct)
    return []
  } catch (error) {
    if (!isUncovered(error)) throw error
    return [
      { code: 'objections.calendar_missing', fields: { year: error.fields.year ?? null, severity: 'warn' } },
    ]
  }
}

function isUncovered(error: unknown): error is ShuyuanError {
  return error instanceof ShuyuanError && error.code === 'core.workdays_uncovered'
}
