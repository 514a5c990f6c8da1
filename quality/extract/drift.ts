import { z } from 'zod'
import { ruleBase, type Severity } from '../../catalog/rule_base.ts'
import { type ExtractRuleOf, extractKind, violation } from '../rules/kind.ts'
import { result } from './finding.ts'
import type { ExtractResult } from './input.ts'
import { type Counted, countOf, countsOf, type Profile } from './profile.ts'
import { type Counts, countedMedian, median, pooled, stabilityIndex, tenths, totalOf } from './statistics.ts'

/** How the values are distributed, against the extracts before; see docs/drift.md. */
export const drift = extractKind(
  'drift',
  {
    ...ruleBase,
    minHistory: z.number().int().min(1).default(3),
    /** Rows that an extract must have to be compared. */
    minRows: z.number().int().positive().default(500),
    /** Population stability index above which a distribution has moved. */
    maxIndex: z.number().positive().default(0.25),
    /** Change of a field's share of empty values. */
    maxNulls: z.number().positive().default(0.15),
  },
  {
    codes: {
      'drift.nulls': violation(
        'warn',
        'element_completeness',
        {
          'zh-CN':
            '数据集 {dataset} 字段 {field}：空值占比由此前 {history} 批的 {before}% 变为 {after}%；请数源部门核实。',
          en: 'Dataset {dataset}, field {field}: the share of empty values went from {before}% in the {history} extracts before to {after}%. Ask the department to check.',
        },
        { 'zh-CN': '空值占比明显变化', en: 'The share of empty values has changed' },
      ),
      'drift.codes': violation(
        'warn',
        'content_correctness',
        {
          'zh-CN':
            '数据集 {dataset} 字段 {field}：取值分布明显变化（稳定性指数 {index}，上限 {limit}），变化最大的取值 {value} 由 {before}% 变为 {after}%；请数源部门核实代码对照。',
          en: 'Dataset {dataset}, field {field}: the values are distributed differently (stability index {index}, limit {limit}); most of all {value}, from {before}% to {after}%. Ask the department to check its codes.',
        },
        { 'zh-CN': '代码取值分布明显变化', en: 'The values are distributed differently' },
      ),
      'drift.numbers': violation(
        'warn',
        'content_correctness',
        {
          'zh-CN':
            '数据集 {dataset} 字段 {field}：数值分布明显变化（稳定性指数 {index}，上限 {limit}），中位数由 {before} 变为 {after}；请数源部门核实单位和口径。',
          en: 'Dataset {dataset}, field {field}: the numbers are distributed differently (stability index {index}, limit {limit}), the median from {before} to {after}. Ask the department to check units and definition.',
        },
        { 'zh-CN': '数值分布明显变化', en: 'The numbers are distributed differently' },
      ),
      'schema.type': violation(
        'warn',
        'data_model',
        {
          'zh-CN':
            '数据集 {dataset} 字段 {field}：{share}% 的值已不是规定的类型（此前 {history} 批为 {before}%）；请数源部门核实格式是否变更。',
          en: 'Dataset {dataset}, field {field}: {share}% of the values are no longer of their type ({before}% in the {history} extracts before). Ask the department whether the format has changed.',
        },
        { 'zh-CN': '值的类型明显变化', en: 'The values are no longer of their type' },
      ),
    },
    needsProfile: () => true,
    judge(about, { profile, profiles }) {
      const before = (profiles ?? []).map((each) => each.profile)
      return profile ? judgeDrift(about, profile, before) : []
    },
  },
)

type Drift = ExtractRuleOf<
  {
    severity?: Severity | undefined
    minHistory: number
    minRows: number
    maxIndex: number
    maxNulls: number
  },
  'drift.nulls' | 'drift.codes' | 'drift.numbers' | 'schema.type'
>

/**
 * How the values of an extract are distributed, against the extracts before: the share of empty values per field, the
 * shares of codes and the sizes of numbers by the population stability index. A register that always varies is
 * measured by its own habit: the index must be twice as large as the largest of the extracts before, too.
 * @param before profiles of the extracts before, of the same mode
 */
function judgeDrift(about: Drift, profile: Profile, before: Profile[]): ExtractResult[] {
  const { minRows, minHistory } = about.rule
  const large = before.filter((each) => countOf(each, 'rows') >= minRows)
  if (countOf(profile, 'rows') < minRows || large.length < minHistory) return []
  return about.dataset.fields.flatMap(({ id }) => [
    ...nulls(about, id, profile, large),
    ...codes(about, id, profile, large),
    ...numbers(about, id, profile, large),
    ...unreadable(about, id, profile, large),
  ])
}

const percent = (share: number): number => Math.round(share * 1000) / 10

function nulls(about: Drift, field: string, profile: Profile, before: Profile[]): ExtractResult[] {
  if (!profile.some((each) => each.what === 'null' && each.field === field)) return []
  return [change(about, 'drift.nulls', 'null', field, profile, before)]
}

/** Values that are not of the field's type: more of them than before is a new format. */
function unreadable(about: Drift, field: string, profile: Profile, before: Profile[]): ExtractResult[] {
  if (!profile.some((each) => each.what === 'unreadable' && each.field === field)) return []
  const found = change(about, 'schema.type', 'unreadable', field, profile, before)
  return [{ ...found, fields: { ...found.fields, share: found.fields.after } }]
}

/** A count as a share of the rows, against the median of the shares before. */
function change(
  about: Drift,
  code: 'drift.nulls' | 'schema.type',
  what: Counted,
  field: string,
  profile: Profile,
  before: Profile[],
): ExtractResult {
  const share = (each: Profile) => {
    const count = countOf(each, what, field)
    const rows = countOf(each, 'rows') + (what === 'unreadable' ? count : 0)
    return rows === 0 ? 0 : count / rows
  }
  const [was, is] = [median(before.map(share)), share(profile)]
  const moved = code === 'schema.type' ? is - was : Math.abs(is - was)
  const fields = { before: percent(was), after: percent(is), history: before.length }
  return result(about, code, { field, failed: moved > about.rule.maxNulls ? 1 : 0, fields })
}

function codes(about: Drift, field: string, profile: Profile, before: Profile[]): ExtractResult[] {
  const now = countsOf(profile, 'code', field)
  const earlier = before.map((each) => countsOf(each, 'code', field))
  const all = pooled(earlier)
  if (now.size === 0 || all.size === 0) return []
  const index = stabilityIndex(all, now)
  const moved = isMoved(about, index, earlier, all)
  const [value, was, is] = mostMoved(all, now)
  const fields = { ...indexFields(about, index), value, before: percent(was), after: percent(is) }
  return [result(about, 'drift.codes', { field, failed: moved ? 1 : 0, fields })]
}

function numbers(about: Drift, field: string, profile: Profile, before: Profile[]): ExtractResult[] {
  const now = countsOf(profile, 'number', field)
  const earlier = before.map((each) => countsOf(each, 'number', field))
  const all = pooled(earlier)
  if (now.size === 0 || all.size === 0) return []
  const parts = (counts: Counts) => tenths(all, counts)
  const index = stabilityIndex(parts(all), parts(now))
  const moved = isMoved(about, index, earlier.map(parts), parts(all))
  const fields = { ...indexFields(about, index), before: countedMedian(all), after: countedMedian(now) }
  return [result(about, 'drift.numbers', { field, failed: moved ? 1 : 0, fields })]
}

function isMoved({ rule }: Drift, index: number, earlier: Counts[], all: Counts): boolean {
  const usual = Math.max(0, ...earlier.map((each) => stabilityIndex(all, each)))
  return index > rule.maxIndex && index > 2 * usual
}

const indexFields = ({ rule }: Drift, index: number) => ({
  index: Math.round(index * 100) / 100,
  limit: rule.maxIndex,
})

/** The value whose share changed most, with its share before and now. */
function mostMoved(before: Counts, now: Counts): [value: string, was: number, is: number] {
  const [all, here] = [totalOf(before), totalOf(now)]
  const values = [...new Set([...before.keys(), ...now.keys()])].sort()
  const moves = values.map((value): [string, number, number] => [
    value,
    (before.get(value) ?? 0) / all,
    (now.get(value) ?? 0) / here,
  ])
  return moves.reduce((best, each) =>
    Math.abs(each[2] - each[1]) > Math.abs(best[2] - best[1]) ? each : best,
  )
}
