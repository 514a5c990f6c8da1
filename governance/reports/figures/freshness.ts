import type { Dataset } from '../../../catalog/dataset.ts'
import { dayOf } from '../../../core/day.ts'
import { LONGEST_AGE } from '../../../quality/extract/freshness.ts'
import type { Freshness } from '../data.ts'
import type { ReportedExtract } from './extracts.ts'

const DAY = 86_400_000
/** How old a register's newest data is on `day`, and whether that is later than its update cycle allows. */
export function freshnessOf(dataset: Dataset, extracts: ReportedExtract[], day: string): Freshness {
  const { updateCycle: cycle } = dataset
  const read = extracts.filter(({ status }) => status !== 'failed')
  const newest = read.reduce<Date | undefined>(
    (last, { asOf }) => (!last || asOf > last ? asOf : last),
    undefined,
  )
  if (!newest) return { asOf: undefined, cycle, age: undefined, late: false }
  const asOf = dayOf(newest)
  const age = Math.max(0, Math.round((Date.parse(day) - Date.parse(asOf)) / DAY))
  return { asOf, cycle, age, late: age > LONGEST_AGE[cycle] }
}
