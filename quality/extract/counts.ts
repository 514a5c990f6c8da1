import { z } from 'zod'
import type { Dataset } from '../../catalog/dataset.ts'
import { ruleBase, type Severity } from '../../catalog/rule_base.ts'
import { type ExtractRuleOf, extractKind, violation } from '../rules/kind.ts'
import { result } from './finding.ts'
import type { EarlierExtract, ExtractResult } from './input.ts'
import { median, robustDeviation } from './statistics.ts'

interface RowCount {
  severity?: Severity | undefined
  min?: number | undefined
  minShareOfLast?: number | undefined
}

/** Too few rows, or far fewer than last time: full dumps only, a delta is as long as the changes were. */
export const rowCount = extractKind(
  'rowCount',
  { ...ruleBase, min: z.number().int().optional(), minShareOfLast: z.number().optional() },
  {
    codes: {
      'row_count.low': violation(
        'block',
        'record_completeness',
        {
          'zh-CN':
            '数据集 {dataset}：本批仅收到 {received} 行，少于最低要求 {least} 行；本批未发布，请数源部门核实后重新报送。',
          en: 'Dataset {dataset}: only {received} rows were received, fewer than the {least} required; the extract was not published. Ask the department to check and send it again.',
        },
        { 'zh-CN': '收到的行数少于最低要求', en: 'Fewer rows were received than required' },
      ),
      'row_count.dropped': violation(
        'block',
        'record_completeness',
        {
          'zh-CN':
            '数据集 {dataset}：本批收到 {received} 行，较上批 {last} 行骤减（至少应为 {least} 行）；本批未发布，请数源部门核实后重新报送。',
          en: 'Dataset {dataset}: {received} rows were received against {last} last time (at least {least} expected); the extract was not published. Ask the department to check and send it again.',
        },
        { 'zh-CN': '收到的行数较上批骤减', en: 'Far fewer rows were received than last time' },
      ),
    },
    judge: (about, { mode, received, lastReceived }) =>
      mode === 'delta' ? [] : judgeRowCount(about, received, lastReceived),
  },
)

function judgeRowCount(
  about: ExtractRuleOf<RowCount, 'row_count.low' | 'row_count.dropped'>,
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

interface Volume {
  severity?: Severity | undefined
  minHistory: number
  deviations: number
  minChange: number
}

/** The number of rows against the extracts before; see docs/drift.md. */
export const volume = extractKind(
  'volume',
  {
    ...ruleBase,
    /** Extracts of the same mode that there must be. */
    minHistory: z.number().int().min(3).default(5),
    /** How many robust standard deviations the number may lie from the median. */
    deviations: z.number().positive().default(6),
    /** A smaller change, as a share of the median, is never an alarm. */
    minChange: z.number().positive().default(0.3),
  },
  {
    codes: {
      'volume.low': violation(
        'warn',
        'record_completeness',
        {
          'zh-CN':
            '数据集 {dataset}：本批收到 {received} 行，明显少于此前 {history} 批的常态（中位数 {median} 行，一般不少于 {least} 行）；请数源部门核实是否漏报。',
          en: 'Dataset {dataset}: {received} rows were received, far fewer than in the {history} extracts before (median {median}, usually at least {least}). Ask the department whether something is missing.',
        },
        { 'zh-CN': '收到的行数明显少于常态', en: 'Far fewer rows were received than usual' },
      ),
      'volume.high': violation(
        'warn',
        'record_completeness',
        {
          'zh-CN':
            '数据集 {dataset}：本批收到 {received} 行，明显多于此前 {history} 批的常态（中位数 {median} 行，一般不多于 {most} 行）；请数源部门核实是否重复报送。',
          en: 'Dataset {dataset}: {received} rows were received, far more than in the {history} extracts before (median {median}, usually at most {most}). Ask the department whether something was sent twice.',
        },
        { 'zh-CN': '收到的行数明显多于常态', en: 'Far more rows were received than usual' },
      ),
    },
    judge: (about, { received, asOf, before }) => judgeVolume(about, received, asOf, before ?? []),
  },
)

/**
 * The number of rows against the extracts before: further from their median than so many robust deviations, and than
 * the least change that matters. Where enough of them fall on the same weekday (or, of registers sent monthly or more
 * rarely, in the same month of other years), it is held against those.
 */
function judgeVolume(
  about: ExtractRuleOf<Volume, 'volume.low' | 'volume.high'>,
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
function seasonOf(cycle: Dataset['updateCycle']): (at: Date) => number {
  const local = (at: Date) => new Date(at.getTime() + SHANGHAI)
  if (cycle === 'realtime' || cycle === 'daily') return (at) => local(at).getUTCDay()
  return cycle === 'weekly' ? () => 0 : (at) => local(at).getUTCMonth()
}
