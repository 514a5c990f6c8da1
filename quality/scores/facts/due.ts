import type { Dataset } from '../../../catalog/dataset.ts'
import { dayOf } from '../../../core/day.ts'
import type { ScoredExtract } from '../extracts.ts'
import { addDays, lastDayOf } from '../period.ts'

/** A span of days in which a register owes an extract, and how many days after it one may still come. */
interface Cycle {
  /** The last day of the span that `day` lies in. */
  end(day: string): string
  grace: number
}

/** Days of grace are about half a cycle, as for `freshness.late`. A realtime register owes something each day. */
const CYCLES: Record<Dataset['updateCycle'], Cycle> = {
  realtime: { end: (day) => day, grace: 1 },
  daily: { end: (day) => day, grace: 1 },
  weekly: { end: endOfWeek, grace: 3 },
  monthly: { end: (day) => lastDayOf(day.slice(0, 7)), grace: 15 },
  quarterly: { end: endOfQuarter, grace: 30 },
  yearly: { end: (day) => `${day.slice(0, 4)}-12-31`, grace: 35 },
}

/** Extracts that a register owed in one month, and those of them that did not come. */
export interface DueInMonth {
  period: string
  due: number
  missed: number
}

/**
 * What a register owed from its first extract to `today`: one extract in each of its update cycle's spans of days. A
 * span belongs to the month in which it ends, and counts once its days of grace are over. It is kept by any extract
 * that speaks of a day in it and landed; that it landed late, the rule `freshness.late` says.
 */
export function dueByMonth(dataset: Dataset, extracts: ScoredExtract[], today: Date): DueInMonth[] {
  const { end, grace } = CYCLES[dataset.updateCycle]
  const days = extracts
    .filter(({ status }) => status !== 'failed')
    .map(({ asOf }) => dayOf(asOf))
    .sort()
  const [first] = days
  const covered = new Set(days.map(end))
  const months = new Map<string, DueInMonth>()
  const last = dayOf(today)
  for (let span = first && end(first); span && addDays(span, grace) <= last; span = end(addDays(span, 1))) {
    const period = span.slice(0, 7)
    const month = months.get(period) ?? { period, due: 0, missed: 0 }
    months.set(period, { period, due: month.due + 1, missed: month.missed + (covered.has(span) ? 0 : 1) })
  }
  return [...months.values()]
}

/** The Sunday of the week. */
function endOfWeek(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return addDays(day, (7 - weekday) % 7)
}

function endOfQuarter(day: string): string {
  const quarter = Math.ceil(Number(day.slice(5, 7)) / 3)
  return lastDayOf(`${day.slice(0, 4)}-${String(quarter * 3).padStart(2, '0')}`)
}
