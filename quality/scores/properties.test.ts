import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { openEngine } from '../../warehouse/engine/engine.ts'
import { factRows } from './facts/rows.ts'
import type { Fact } from './model.ts'
import { gradeOf, type ScoreSettings, scoreSettingsSchema, weightsOf } from './settings.ts'
import { scoreOrder, scoreRows } from './table.ts'
import type { ScoreRow } from './tree.ts'

const folder = mkdtempSync(join(tmpdir(), 'scores-'))
const engine = await openEngine({ tempDirectory: folder, threads: 1 })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

type Row = ScoreRow & { department: string | null; dataset: string | null; division: string | null }
const settings = scoreSettingsSchema.parse({})
const scored = (facts: Fact[], given: ScoreSettings = settings) =>
  engine.rows<Row>(sql`select * from ${scoreRows(factRows(facts), given)} order by ${scoreOrder}`)

const known = weightsOf(settings)
const fact: fc.Arbitrary<Fact> = fc
  .record({
    which: fc.nat(known.length - 1),
    department: fc.constantFrom('a', 'b'),
    dataset: fc.constantFrom('x', 'y'),
    division: fc.constantFrom(null, '150100', '150200'),
    period: fc.constantFrom('2025-12', '2026-01', '2026-02'),
    evaluated: fc.nat(50),
    bad: fc.nat(100),
  })
  .map(({ which, department, dataset, evaluated, bad, ...rest }) => ({
    ...rest,
    department,
    dataset: `${department}_${dataset}`,
    dimension: known[which]?.dimension ?? '',
    indicator: known[which]?.indicator ?? '',
    source: 's',
    evaluated,
    failed: Math.floor((evaluated * bad) / 100),
  }))
const facts = fc.array(fact, { minLength: 1, maxLength: 25 })
const RUNS = { numRuns: 30 }

const placeOf = ({ department, dataset, division, period, dimension, indicator }: Row) =>
  JSON.stringify([department, dataset, division, period, dimension, indicator])
const byPlace = (rows: Row[]) => new Map(rows.map((row) => [placeOf(row), row]))

/** The same scores, one scope after another, in plain words. */
function slowly(
  all: Fact[],
  given: ScoreSettings,
): Map<string, { score: number; evaluated: number; failed: number }> {
  const found = new Map<string, { score: number; evaluated: number; failed: number }>()
  const values = <K extends keyof Fact>(name: K) => [null, ...new Set(all.map((each) => each[name]))]
  const periods = new Set(all.flatMap(({ period }) => [period, period.slice(0, 4), 'all']))
  for (const department of values('department'))
    for (const dataset of values('dataset'))
      for (const division of new Set(values('division')))
        for (const period of periods) {
          if (dataset !== null && department === null) continue
          const here = all.filter(
            (each) =>
              (department === null || each.department === department) &&
              (dataset === null || each.dataset === dataset) &&
              (division === null || each.division === division) &&
              (period === 'all' || each.period.startsWith(period)),
          )
          score(here, given, (dimension, indicator, is) =>
            found.set(JSON.stringify([department, dataset, division, period, dimension, indicator]), is),
          )
        }
  return found
}

type Sums = { evaluated: number; failed: number; score: number }

function score(
  here: Fact[],
  given: ScoreSettings,
  tell: (dimension: string | null, indicator: string | null, is: Sums) => void,
): void {
  const weights = weightsOf(given)
  const dimensions: (Sums & { weight: number })[] = []
  for (const dimension of new Set(weights.map((each) => each.dimension))) {
    const parts: (Sums & { weight: number })[] = []
    for (const { indicator, indicatorWeight } of weights.filter((each) => each.dimension === dimension)) {
      const own = here.filter((each) => each.dimension === dimension && each.indicator === indicator)
      const evaluated = own.reduce((sum, each) => sum + each.evaluated, 0)
      const failed = own.reduce((sum, each) => sum + each.failed, 0)
      if (evaluated === 0) continue
      const part = { evaluated, failed, score: 1 - failed / evaluated, weight: indicatorWeight }
      tell(dimension, indicator, part)
      parts.push(part)
    }
    const mean = meanOf(parts)
    if (!mean) continue
    tell(dimension, null, mean)
    const weight = weights.find((each) => each.dimension === dimension)?.dimensionWeight ?? 0
    dimensions.push({ ...mean, weight })
  }
  const total = meanOf(dimensions)
  if (total) tell(null, null, total)
}

function meanOf(parts: (Sums & { weight: number })[]): Sums | undefined {
  const weight = parts.reduce((sum, each) => sum + each.weight, 0)
  if (weight === 0) return undefined
  return {
    evaluated: parts.reduce((sum, each) => sum + each.evaluated, 0),
    failed: parts.reduce((sum, each) => sum + each.failed, 0),
    score: parts.reduce((sum, each) => sum + each.score * each.weight, 0) / weight,
  }
}

const someWeights = fc
  .record({
    conformity: fc.nat(3),
    accuracy: fc.nat(3),
    timeliness: fc.nat(3),
    data_standard: fc.nat(2),
    uniqueness: fc.nat(2),
    rectificationWeight: fc.nat(3),
  })
  .map(({ data_standard, uniqueness, rectificationWeight, ...weights }) =>
    scoreSettingsSchema.parse({
      weights,
      rectificationWeight,
      indicatorWeights: { data_standard, uniqueness },
    }),
  )

describe('scores', () => {
  it('equal a slow reference of the same definition, whatever the facts and the weights', async () => {
    await fc.assert(
      fc.asyncProperty(facts, someWeights, async (all, given) => {
        const rows = byPlace(await scored(all, given))
        const slow = slowly(all, given)
        expect([...rows.keys()].sort()).toEqual([...slow.keys()].sort())
        for (const [place, is] of slow) {
          const row = rows.get(place)
          expect([row?.evaluated, row?.failed], place).toEqual([is.evaluated, is.failed])
          expect(row?.score, place).toBeCloseTo(is.score, 12)
        }
      }),
      RUNS,
    )
  })

  it('lie within 0 and 1; only totals have a grade, that of their score', async () => {
    await fc.assert(
      fc.asyncProperty(facts, async (all) => {
        for (const row of await scored(all)) {
          expect(row.score).toBeGreaterThanOrEqual(0)
          expect(row.score).toBeLessThanOrEqual(1)
          expect(row.grade).toBe(row.dimension === null ? gradeOf(row.score, settings) : null)
        }
      }),
      RUNS,
    )
  })

  it('never rise by one more failure', async () => {
    await fc.assert(
      fc.asyncProperty(facts, fc.nat(), async (all, pick) => {
        const at = pick % all.length
        const chosen = all[at] as Fact
        fc.pre(chosen.failed < chosen.evaluated)
        const worse = byPlace(await scored(all.with(at, { ...chosen, failed: chosen.failed + 1 })))
        for (const [place, { score: before }] of byPlace(await scored(all)))
          expect(worse.get(place)?.score, place).toBeLessThanOrEqual(before + 1e-12)
      }),
      RUNS,
    )
  })

  it('do not change when all weights are multiplied', async () => {
    await fc.assert(
      fc.asyncProperty(facts, someWeights, fc.integer({ min: 2, max: 9 }), async (all, given, times) => {
        const more: ScoreSettings = {
          ...given,
          rectificationWeight: given.rectificationWeight * times,
          weights: Object.fromEntries(
            Object.entries(given.weights).map(([name, weight]) => [name, weight * times]),
          ) as ScoreSettings['weights'],
        }
        const before = byPlace(await scored(all, given))
        for (const [place, row] of byPlace(await scored(all, more)))
          expect(row.score, place).toBeCloseTo(before.get(place)?.score ?? -1, 12)
      }),
      RUNS,
    )
  })

  it('are counted so that parts add up: months to years, datasets to departments to the region', async () => {
    await fc.assert(
      fc.asyncProperty(facts, async (all) => {
        const rows = (await scored(all)).filter(({ indicator }) => indicator !== null)
        const sum = (chosen: (row: Row) => boolean) =>
          rows.filter(chosen).reduce((total, { evaluated, failed }) => total + evaluated + failed, 0)
        const whole = sum((row) => row.department === null && row.division === null && row.period === 'all')
        expect(whole).toBe(all.reduce((total, { evaluated, failed }) => total + evaluated + failed, 0))
        const region = (row: Row) => row.division === null && row.department === null
        expect(sum((row) => region(row) && row.period.length === 4)).toBe(whole)
        expect(sum((row) => region(row) && row.period.length === 7)).toBe(whole)
        const whenever = (row: Row) => row.division === null && row.period === 'all'
        expect(sum((row) => whenever(row) && row.department !== null && row.dataset === null)).toBe(whole)
        expect(sum((row) => whenever(row) && row.dataset !== null)).toBe(whole)
      }),
      RUNS,
    )
  })

  it('are the same bytes again, in whatever order the facts come', async () => {
    await fc.assert(
      fc.asyncProperty(facts, async (all) => {
        expect(await scored(all.toReversed())).toEqual(await scored(all))
      }),
      RUNS,
    )
  })
})
