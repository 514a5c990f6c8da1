import { describe, expect, it } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { type Dataset, defineDataset } from '../../catalog/dataset.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import type { RuleInput } from '../../catalog/rule.ts'
import type { ExtractInput, ExtractResult } from './input.ts'
import { judgeExtract } from './judge.ts'
import type { Profile } from './profile.ts'

const monthly = datasetOf(catalogue, 'housing_fund')
const withRules = (rules: RuleInput[], updateCycle: Dataset['updateCycle'] = 'monthly') =>
  defineDataset({ ...monthly, updateCycle, rules })
const day = (text: string) => new Date(`${text}T00:00:00+08:00`)
const now = day('2026-09-10')
const input = (dataset: Dataset, more: Partial<ExtractInput> = {}): ExtractInput => ({
  dataset,
  mode: 'full',
  received: 1000,
  asOf: day('2026-09-01'),
  now,
  ...more,
})
const findings = (results: ExtractResult[]) => results.filter(({ failed }) => failed > 0)
const codes = (given: ExtractInput) => findings(judgeExtract(given)).map(({ code }) => code)

describe('the number of rows', () => {
  const counted = withRules([{ kind: 'rowCount', min: 10, minShareOfLast: 0.5 }])
  it('is held against a minimum and the last full dump', () => {
    expect(judgeExtract(input(counted, { received: 4, lastReceived: 21 }))).toMatchObject([
      {
        rule: 'housing_fund._.row_count.low',
        code: 'row_count.low',
        severity: 'block',
        checked: 10,
        failed: 6,
      },
      { code: 'row_count.dropped', checked: 11, failed: 7, fields: { received: 4, last: 21, least: 11 } },
    ])
    expect(codes(input(counted, { received: 11, lastReceived: 21 }))).toEqual([])
    expect(codes(input(counted, { received: 1, lastReceived: 21, mode: 'delta' }))).toEqual([])
  })

  const volume = withRules([{ kind: 'volume', minHistory: 5, deviations: 3, minChange: 0.1 }])
  const history = (counts: number[]) =>
    counts.map((received, at) => ({ asOf: new Date(Date.UTC(2025, at, 15)), received }))
  it('is held against the median of the extracts before', () => {
    const before = history([1000, 1010, 990, 1005, 995, 5000])
    // Median 1002.5; deviations 2.5, 7.5, 12.5, 2.5, 7.5, 3997.5: middle 7.5, sigma 11.12; a tenth of the median is more.
    expect(codes(input(volume, { received: 903, before }))).toEqual([])
    expect(findings(judgeExtract(input(volume, { received: 901, before })))).toMatchObject([
      {
        code: 'volume.low',
        severity: 'warn',
        fields: { received: 901, median: 1002.5, least: 902, history: 6 },
      },
    ])
    expect(codes(input(volume, { received: 1104, before }))).toEqual(['volume.high'])
    const wide = history([500, 1000, 1500, 900, 1100])
    // Median 1000; deviations 500, 0, 500, 100, 100: middle 100, sigma 148.26, three of them 444.78.
    expect(codes(input(volume, { received: 556, before: wide }))).toEqual([])
    expect(codes(input(volume, { received: 554, before: wide }))).toEqual(['volume.low'])
    expect(codes(input(volume, { received: 1, before: wide.slice(1) }))).toEqual([])
  })

  it('is held against the same month or weekday where there are enough of them', () => {
    const alternate = Array.from({ length: 14 }, (_, at) => ({
      asOf: new Date(day('2026-08-17').getTime() + at * 86_400_000),
      received: at % 7 === 0 ? 100 : 1000,
    }))
    const daily = withRules([{ kind: 'volume', minHistory: 3, deviations: 3, minChange: 0.1 }], 'daily')
    const monday = { asOf: day('2026-08-31'), received: 100 }
    expect(codes(input(daily, { ...monday, before: alternate }))).toEqual(['volume.low'])
    const longer = [{ asOf: day('2026-08-10'), received: 100 }, ...alternate]
    expect(codes(input(daily, { ...monday, before: longer }))).toEqual([])
    expect(codes(input(daily, { ...monday, received: 1000, before: longer }))).toEqual(['volume.high'])
  })
})

/** A profile of rows: their codes, numbers, empty values. */
function profile(
  rows: number,
  parts: Partial<Record<'status' | 'base' | 'nulls' | 'unreadable', Record<string, number>>>,
): Profile {
  const counted = (field: string, what: 'code' | 'number', values: Record<string, number> = {}) =>
    Object.entries(values).map(([value, count]) => ({ field, what, value, count }))
  const single = (what: 'null' | 'unreadable', values: Record<string, number> = {}) =>
    Object.entries(values).map(([field, count]) => ({ field, what, value: null, count }))
  return [
    { field: null, what: 'rows', value: null, count: rows },
    ...counted('status', 'code', parts.status),
    ...counted('base', 'number', parts.base),
    ...single('null', parts.nulls),
    ...single('unreadable', parts.unreadable),
  ]
}
const earlier = (profiles: Profile[]) =>
  profiles.map((each, at) => ({ asOf: new Date(Date.UTC(2026, at, 1)), profile: each }))

describe('the distribution of values', () => {
  const drifting = withRules([{ kind: 'drift' }])
  const usual = profile(1000, {
    status: { '1': 900, '2': 100 },
    base: { '4000': 250, '5000': 250, '6000': 250, '7000': 250 },
    nulls: { payer_uscc: 100 },
    unreadable: { opened_on: 10 },
  })
  const before = earlier([usual, usual, usual])
  const judged = (now: Profile, profiles = before) =>
    findings(judgeExtract(input(drifting, { profile: now, profiles })))

  it('is found to have moved by its stability index, with words on what moved most', () => {
    expect(judged(usual)).toEqual([])
    const swapped = profile(1000, {
      status: { '1': 500, '2': 500 },
      base: { '40': 1000 },
      nulls: { payer_uscc: 300 },
    })
    expect(judged(swapped)).toMatchObject(
      [
        { code: 'drift.numbers', field: 'base', fields: { before: 5000, after: 40 } },
        // (0.5 - 0.9) ln(0.5 / 0.9) + (0.5 - 0.1) ln(0.5 / 0.1) = 0.2351 + 0.6438
        {
          rule: 'housing_fund.status.drift.codes',
          code: 'drift.codes',
          fields: { index: 0.88, limit: 0.25, value: '1', before: 90, after: 50 },
        },
        { code: 'drift.nulls', field: 'payer_uscc', fields: { before: 10, after: 30, history: 3 } },
      ].sort((a, b) => fieldAt(a.field ?? 'status') - fieldAt(b.field ?? 'status')),
    )
  })

  it('is not judged on few rows, or with little history', () => {
    expect(judged(profile(499, { status: { '9': 499 } }))).toEqual([])
    expect(judged(profile(1000, { status: { '9': 1000 } }), before.slice(1))).toEqual([])
    expect(judged(profile(1000, { status: { '9': 1000 } }))).toMatchObject([{ code: 'drift.codes' }])
  })

  it('is measured by the habit of a register that always varies', () => {
    const other = profile(1000, { status: { '1': 300, '2': 700 } })
    const varied = earlier([usual, other, usual, other])
    expect(judged(profile(1000, { status: { '1': 950, '2': 50 } }), varied)).toEqual([])
  })

  it('finds a field whose values are no longer of its type', () => {
    expect(judged(profile(600, { unreadable: { opened_on: 400 } }))).toMatchObject([
      { code: 'schema.type', field: 'opened_on', fields: { before: 1, share: 40 } },
    ])
  })

  const fieldAt = (field: string) => drifting.fields.findIndex(({ id }) => id === field)
})

describe('leagues and cities', () => {
  const fresh = withRules([{ kind: 'freshness', cities: true }])
  const cities = (counts: Record<string, [rows: number, newest: string]>): Profile =>
    Object.entries(counts).flatMap(([value, [count, newest]]) => [
      { field: 'division', what: 'city' as const, value, count },
      { field: 'updated_at', what: 'newest' as const, value, count: day(newest).getTime() / 1000 },
    ])
  const months = ['2026-06-01', '2026-07-01', '2026-08-01']
  const history = (rows: number) =>
    months.map((at) => ({ asOf: day(at), profile: cities({ '150100': [50, at], '150200': [rows, at] }) }))

  it('are missed that were always there, and told to be late that were not', () => {
    const profile = cities({ '150100': [50, '2026-09-01'] })
    expect(findings(judgeExtract(input(fresh, { profile, profiles: history(20) })))).toMatchObject([
      {
        rule: 'housing_fund._.freshness.city_missing',
        division: '150200',
        fields: { median: 20, history: 3 },
      },
    ])
    expect(codes(input(fresh, { profile, profiles: history(9) }))).toEqual([])
    expect(codes(input(fresh, { profile, profiles: history(20).slice(1) }))).toEqual([])
    const old = cities({ '150100': [50, '2026-09-01'], '150200': [50, '2026-07-01'] })
    expect(findings(judgeExtract(input(fresh, { profile: old, profiles: history(20) })))).toMatchObject([
      { code: 'freshness.city_late', division: '150200', fields: { age: 62, allowed: 45 } },
    ])
  })

  it('are late as a whole, too', () => {
    expect(codes(input(fresh, { asOf: day('2026-07-01') }))).toEqual(['freshness.late'])
  })
})

describe('columns', () => {
  it('that are missing, new or renamed are findings', () => {
    const columns = { missing: ['base'], extra: [], renamed: [{ field: 'status', header: '状态' }] }
    expect(findings(judgeExtract(input(withRules([{ kind: 'schema' }]), { columns })))).toMatchObject([
      {
        rule: 'housing_fund._.schema.missing',
        failed: 1,
        checked: monthly.fields.length,
        fields: { columns: 'base' },
      },
      { code: 'schema.renamed', fields: { columns: '状态 → status' } },
    ])
  })
})
