import { dayOf } from '../../core/day.ts'
import { workCalendar } from '../../core/workdays.ts'
import { isOpen } from '../../warehouse/ledger/objection_states.ts'
import type { Platform } from '../platform.ts'
import { ifCovered } from './days.ts'
import { type ObjectionOutcome, objectionOutcomes } from './ledger/outcomes.ts'

/** How a department deals with the objections to its data (Article 45). Objections that were withdrawn do not count. */
export interface ObjectionStats {
  department: string
  /** Objections raised in the period; all that follows is about these. */
  raised: number
  open: number
  /** Open after the day by which they were to be closed. */
  overdue: number
  /** Closed as corrected, and closed because the data are right. */
  fixed: number
  rejected: number
  /** Fixed ones among those that were not rejected; null where there is none. */
  fixRate: number | null
  /** Those that had to be reopened among those that were ever closed; null where none was. */
  reopenRate: number | null
  /**
   * Working days from raising to the last closing, on average over the closed ones; null where there is none. Those that
   * took until a year whose calendar is not known do not count.
   */
  meanWorkingDays: number | null
  /** Their rows. */
  items: { total: number; open: number; fixed: number }
}

/**
 * Per department, by id. `from` and `to`: first and last day of raising (`YYYY-MM-DD`, Asia/Shanghai); `among`: only
 * the objections of which it is true.
 */
export async function objectionStats(
  platform: Platform,
  filter: {
    department?: string
    from?: string
    to?: string
    among?: (one: ObjectionOutcome) => boolean
  } = {},
): Promise<ObjectionStats[]> {
  const outcomes = await objectionOutcomes(platform.ledger.db, {
    ...(filter.department === undefined ? {} : { department: filter.department }),
    ...(filter.from === undefined ? {} : { raisedFrom: startOf(filter.from) }),
    ...(filter.to === undefined ? {} : { raisedBefore: new Date(startOf(filter.to).getTime() + DAY_MS) }),
  })
  const counted = outcomes
    .filter(({ ended, endedBy, closedAt }) => !isWithdrawn(ended, endedBy, closedAt))
    .filter((each) => filter.among?.(each) ?? true)
  const departments = [...new Set(counted.map(({ department }) => department))].sort()
  const days = workingDays(platform)
  const today = dayOf(platform.clock.now())
  return departments.map((department) => {
    const own = counted.filter((each) => each.department === department)
    return { department, ...statsOf(own, today, days) }
  })
}

const DAY_MS = 86_400_000

function statsOf(
  objections: ObjectionOutcome[],
  today: string,
  days: (from: Date, to: Date) => number | undefined,
): Omit<ObjectionStats, 'department'> {
  const open = objections.filter(({ state }) => isOpen(state))
  const closed = objections.flatMap(({ raisedAt, closedAt }) => (closedAt && days(raisedAt, closedAt)) ?? [])
  const ended = (how: ObjectionOutcome['ended']) =>
    objections.filter((each) => each.closedAt !== null && each.ended === how).length
  const [fixed, rejected] = [ended('correct'), ended('reject')]
  const everClosed = objections.filter((each) => each.ended !== null)
  const total = (of: 'itemsTotal' | 'itemsOpen' | 'itemsFixed') =>
    objections.reduce((sum, each) => sum + each[of], 0)
  return {
    raised: objections.length,
    open: open.length,
    overdue: open.filter(({ closeDue }) => closeDue !== null && closeDue < today).length,
    fixed,
    rejected,
    fixRate: share(fixed, objections.length - rejected),
    reopenRate: share(everClosed.filter(({ reopened }) => reopened > 0).length, everClosed.length),
    meanWorkingDays: share(
      closed.reduce((sum, each) => sum + each, 0),
      closed.length,
    ),
    items: { total: total('itemsTotal'), open: total('itemsOpen'), fixed: total('itemsFixed') },
  }
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null
}

/** A consumer closes an objection only by taking it back. */
function isWithdrawn(ended: ObjectionOutcome['ended'], by: string | null, closedAt: Date | null): boolean {
  return closedAt !== null && ended === 'reject' && (by ?? '').startsWith('city:')
}

/** Working days after the day of one instant up to and with that of another. */
function workingDays({ config }: Platform): (from: Date, to: Date) => number | undefined {
  const calendar = workCalendar(config.workdays)
  return (from, to) => ifCovered(() => calendar.workingDaysBetween(dayOf(from), dayOf(to)))
}

function startOf(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`)
}
