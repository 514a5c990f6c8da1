import { z } from 'zod'
import type { Dataset } from '../../catalog/dataset.ts'
import { ruleBase, type Severity } from '../../catalog/rule_base.ts'
import { type ExtractRuleOf, extractKind, violation } from '../rules/kind.ts'
import { result } from './finding.ts'
import type { Earlier, ExtractResult } from './input.ts'
import { countsOf, type Profile } from './profile.ts'
import { median } from './statistics.ts'

/** The extract is not older than the update cycle allows; `cities`: nor are those of a league or city that kept it before. */
export const freshness = extractKind(
  'freshness',
  { ...ruleBase, cities: z.boolean().optional() },
  {
    codes: {
      'freshness.late': violation(
        'warn',
        'point_timeliness',
        {
          'zh-CN':
            '数据集 {dataset}：数据距今 {age} 天，超过更新周期允许的 {allowed} 天；数据已照常处理，请督促数源部门按周期更新。',
          en: 'Dataset {dataset}: the data is {age} days old, more than the {allowed} days that its update cycle allows; it was processed as usual. Remind the department to update on time.',
        },
        { 'zh-CN': '数据更新迟于规定的更新周期', en: 'The data is older than its update cycle allows' },
      ),
      'freshness.city_missing': violation(
        'warn',
        'record_completeness',
        {
          'zh-CN':
            '数据集 {dataset}：盟市 {division} 在此前 {history} 批均有数据（中位数 {median} 行），本批没有；请督促该盟市补报。',
          en: 'Dataset {dataset}: {division} had rows in each of the {history} extracts before (median {median}) and has none in this one. Remind the league or city to send them.',
        },
        { 'zh-CN': '有盟市的数据缺失', en: 'The rows of a league or city are missing' },
      ),
      'freshness.city_late': violation(
        'warn',
        'point_timeliness',
        {
          'zh-CN':
            '数据集 {dataset}：盟市 {division} 的最新数据距本批 {age} 天，超过更新周期允许的 {allowed} 天（此前 {history} 批均未超过）；请督促该盟市更新。',
          en: 'Dataset {dataset}: the newest row of {division} is {age} days older than the extract, more than the {allowed} days of its update cycle, which it kept in the {history} extracts before. Remind the league or city.',
        },
        {
          'zh-CN': '有盟市的数据更新迟于规定的更新周期',
          en: 'The rows of a league or city are older than the update cycle allows',
        },
      ),
    },
    needsProfile: ({ cities }) => cities === true,
    judge(about, { asOf, now, profile, profiles }) {
      const late = judgeFreshness(about, asOf, now)
      return profile ? [...late, ...judgeCities(about, asOf, profile, profiles ?? [])] : late
    },
  },
)

type Freshness = ExtractRuleOf<
  { severity?: Severity | undefined; cities?: boolean | undefined },
  'freshness.late' | 'freshness.city_missing' | 'freshness.city_late'
>

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
function judgeFreshness(about: Freshness, asOf: Date, now: Date): ExtractResult[] {
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
function judgeCities(about: Freshness, asOf: Date, profile: Profile, before: Earlier[]): ExtractResult[] {
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
