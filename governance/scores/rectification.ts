import { rectificationFacts } from '../../quality/scores/facts/rectification.ts'
import type { Fact } from '../../quality/scores/model.ts'
import { monthOf } from '../../quality/scores/period.ts'
import { type ObjectionOutcome, objectionOutcomes } from '../objections/ledger/outcomes.ts'
import { objectionStats } from '../objections/stats.ts'
import type { Platform } from '../platform.ts'

/**
 * Facts of rectification, by the month whose data are objected to: so a month's figure gets better as its objections
 * are mended later. What was raised after the newest data counts with `present`.
 */
export async function rectifiedByMonth(platform: Platform, present: string): Promise<Fact[]> {
  const of = ({ period, raisedAt }: ObjectionOutcome) => {
    const month = period ?? monthOf(raisedAt)
    return month < present ? month : present
  }
  const months = new Set((await objectionOutcomes(platform.ledger.db)).map(of))
  const facts: Fact[] = []
  for (const month of [...months].sort()) {
    const stats = await objectionStats(platform, { among: (one) => of(one) === month })
    const allowed = platform.config.objections.days.correct
    facts.push(...stats.flatMap((each) => rectificationFacts(each, month, allowed)))
  }
  return facts
}
