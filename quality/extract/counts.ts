import type { ExtractRule } from '../../catalog/extract_rule.ts'
import { type About, type ExtractResult, result } from './finding.ts'
import { median, robustDeviation } from './statistics.ts'

/** An extract of the same mode that was ingested before. */
export interface EarlierExtract {
  asOf: Date
  received: number
}

/** Too few rows, or far fewer than last time: full dumps only, a delta is as long as the changes were. */
export function judgeRowCount(
  about: About & { rule: Extract<ExtractRule, { kind: 'rowCount' }> },
  received: number,
  last: number | undefined,
): ExtractResult[] {
  const { min, minShareOfLast } = about.rule
  const results: ExtractResult[] = []
  if (min !== undefined) {
    const failed = Math.max(0, min - received)
    results.push(result(about, 'row_count.low', { checked: min, failed, fields: { received, least: min } }))
  }
  if (minShareOfLast !== undefined && last !== undefined) {
    const least = Math.ceil(minShareOfLast * last)
    const failed = Math.max(0, least - received)
    results.push(
      result(about, 'row_count.dropped', { checked: least, failed, fields: { received, last, least } }),
    )
  }
  return results
}

/**
 * The number of rows against the extracts before: further from their median than so many robust deviations, and than
 * the least change that matters. Where enough of them fall on the same weekday (or, of registers sent monthly or more
 * rarely, in the same month of other years), it is held against those.
 */
export function judgeVolume(
  about: About & { rule: Extract<ExtractRule, { kind: 'volume' }> },
  received: number,
  asOf: Date,
  before: EarlierExtract[],
): ExtractResult[] {
  const { minHistory, deviations, minChange } = about.rule
  const season = seasonOf(about.dataset.updateCycle)
  const alike = before.filter((each) => season(each.asOf) === season(asOf))
  const counts = (alike.length >= minHistory ? alike : before).map((each) => each.received)
  if (counts.length < minHistory) return []
  const middle = median(counts)
  const width = Math.max(deviations * robustDeviation(counts), minChange * middle)
  const [least, most] = [Math.max(0, Math.floor(middle - width)), Math.ceil(middle + width)]
  const fields = { received, median: middle, history: counts.length }
  return [
    result(about, 'volume.low', { failed: received < least ? 1 : 0, fields: { ...fields, least } }),
    result(about, 'volume.high', { failed: received > most ? 1 : 0, fields: { ...fields, most } }),
  ]
}

const SHANGHAI = 8 * 3_600_000

/** What is alike in time: the weekday of what comes daily, the month of what comes monthly or more rarely. */
function seasonOf(cycle: About['dataset']['updateCycle']): (at: Date) => number {
  const local = (at: Date) => new Date(at.getTime() + SHANGHAI)
  if (cycle === 'realtime' || cycle === 'daily') return (at) => local(at).getUTCDay()
  return cycle === 'weekly' ? () => 0 : (at) => local(at).getUTCMonth()
}
