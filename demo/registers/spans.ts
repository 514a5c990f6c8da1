import { extracts } from '../extracts.ts'
import { dayOf, isoDay } from '../world/calendar.ts'

/** One extract of a register and the days whose changes it brings. */
export interface Span {
  seq: number
  mode: 'full' | 'delta'
  from: string
  to: string
}

const spans = new Map<string, Span[]>()
const LONGEST = 9

/** The extracts of a dataset in their order, each with the days of the changes that it brings. */
export function spansOf(dataset: string): Span[] {
  let found = spans.get(dataset)
  if (!found) {
    const own = extracts.filter((each) => each.dataset === dataset)
    found = own.map(({ seq, mode, asOf }) => {
      const end = dayOf(asOf) - 1
      return { seq, mode, from: isoDay(end - LONGEST + 1), to: isoDay(end) }
    })
    spans.set(dataset, found)
  }
  return found
}
