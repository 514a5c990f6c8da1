import type { Dataset } from '../../catalog/dataset.ts'
import type { ExtractRule } from '../../catalog/extract_rule.ts'
import { type About, type ExtractResult, result } from './finding.ts'
import { countsOf, type Profile } from './profile.ts'
import { median } from './statistics.ts'

type Freshness = About & { rule: Extract<ExtractRule, { kind: 'freshness' }> }

/** Longest age of an extract in days, by update cycle: the cycle and a grace of about a half. */
export const LONGEST_AGE: Record<Dataset['updateCycle'], number> = {
  realtime: 1,
  daily: 2,
  weekly: 10,
  monthly: 45,
  quarterly: 120,
  yearly: 400,
}
const DAY = 86_400_000
/** Extracts that a league or city must have been in, one after another, before it is missed. */
const LEAST_HISTORY = 3
/** Rows of a league or city below which an extract may be without it by chance. */
const LEAST_ROWS = 10

/** The extract is not older than the update cycle allows. */
export function judgeFreshness(about: Freshness, asOf: Date, now: Date): ExtractResult[] {
  const { updateCycle } = about.dataset
  const age = Math.floor((now.getTime() - asOf.getTime()) / DAY)
  const allowed = LONGEST_AGE[updateCycle]
  const fields = { age, allowed, cycle: updateCycle }
  return [result(about, 'freshness.late', { failed: age > allowed ? 1 : 0, fields })]
}

/**
 * Leagues and cities that were in every extract before and are not in this one, and those whose newest row is older
 * than the update cycle allows though it was not before.
 * @param before profiles of the extracts before, of the same mode
 */
export function judgeCities(
  about: Freshness,
  asOf: Date,
  profile: Profile,
  before: Earlier[],
): ExtractResult[] {
  if (!about.rule.cities || before.length < LEAST_HISTORY) return []
  const here = countsOf(profile, 'city')
  const known = new Set(before.flatMap((each) => [...countsOf(each.profile, 'city').keys()]))
  return [...known].sort().flatMap((division) => {
    const rows = before.map((each) => countsOf(each.profile, 'city').get(division) ?? 0)
    if (rows.some((count) => count === 0) || median(rows) < LEAST_ROWS) return []
    const fields = { history: rows.length, median: median(rows) }
    const missing = !here.has(division)
    const found = result(about, 'freshness.city_missing', { division, failed: missing ? 1 : 0, fields })
    return missing ? [found] : [found, ...late(about, division, { asOf, profile }, before)]
  })
}

/** An extract before, and when it was taken. */
export interface Earlier {
  asOf: Date
  profile: Profile
}

function late(about: Freshness, division: string, now: Earlier, before: Earlier[]): ExtractResult[] {
  const allowed = LONGEST_AGE[about.dataset.updateCycle]
  const age = ageOf(now, division)
  const ages = before.map((each) => ageOf(each, division))
  if (age === undefined || ages.some((each) => each === undefined || each > allowed)) return []
  const fields = { age, allowed, history: ages.length }
  return [result(about, 'freshness.city_late', { division, failed: age > allowed ? 1 : 0, fields })]
}

/** Days between the newest row of a league or city and the extract. */
function ageOf({ asOf, profile }: Earlier, division: string): number | undefined {
  const newest = countsOf(profile, 'newest').get(division)
  return newest === undefined ? undefined : Math.floor((asOf.getTime() / 1000 - newest) / 86_400)
}
