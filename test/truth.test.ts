import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepsHistory } from '../catalog/dataset.ts'
import { generateProvince } from '../demo/province.ts'
import { checkAgainstTruth } from '../demo/verdict.ts'
import { scoresOf } from '../governance/scores/read.ts'
import { listExtracts } from '../warehouse/ledger/extracts.ts'
import { getRun } from '../warehouse/ledger/runs.ts'
import { stagesOf } from '../warehouse/ledger/stages.ts'
import { startTestPlatform, type TestPlatform } from './support/platform.ts'

/** `TRUTH_SEED` chooses the province; without it every test run takes another one. */
const seed = Number(process.env.TRUTH_SEED ?? Math.floor(Math.random() * 1_000_000))
const province = { seed, people: 2000, organisations: 400 }

describe(`a province with known truth, seed ${seed}`, { timeout: 900_000 }, () => {
  let platform: TestPlatform
  let verdict: Awaited<ReturnType<typeof checkAgainstTruth>>

  beforeAll(async () => {
    platform = await startTestPlatform({ threads: 2 })
  })
  afterAll(() => platform.close())

  it.each(['initial', 'update'] as const)(
    'finds every fault, no other, and every golden value, state and geometry: %s',
    async (stage) => {
      await generateProvince({ out: platform.paths.root, stage, ...province })
      const run = await getRun(platform.ledger.db, await platform.run())
      const stages = await stagesOf(platform.ledger.db, run.id)
      expect(run.status, JSON.stringify(stages.flatMap((each) => each.problems))).toBe('succeeded')
      verdict = await checkAgainstTruth(platform, join(platform.paths.root, 'truth'))
      expect(verdict.faults.missed).toEqual([])
      expect(verdict.faults.unexpected).toEqual([])
      expect(verdict).toMatchObject({ recall: 1, precision: 1 })
      for (const [name, golden] of Object.entries(verdict.golden)) {
        expect({ name, ...golden }).toMatchObject({
          equal: golden.expected,
          missing: 0,
          extra: 0,
          different: [],
        })
      }
      for (const [name, history] of Object.entries(verdict.history)) {
        expect({ name, ...history }).toMatchObject({ equal: history.expected, extra: 0, different: [] })
      }
      for (const [name, conflicts] of Object.entries(verdict.conflicts)) {
        expect({ name, ...conflicts }).toMatchObject({ found: conflicts.expected, missing: [], extra: [] })
      }
      expect(verdict.geometry.geography).toMatchObject({ different: [] })
      expect(verdict.codeCheck).toMatchObject({ different: [] })
      expect(verdict.codeCheck.expected).toBeGreaterThan(0)
      expect(verdict.objections).toMatchObject({ missing: [], unexpected: [], stale: [], wronglyClosed: [] })
      expect(verdict.objections?.found).toBeGreaterThan(100)
      if (stage === 'update') expect(verdict.objections?.mended).toBeGreaterThan(10)
      expect(verdict.perfect).toBe(true)
      expect(verdict.faults.expected).toBeGreaterThan(100)
    },
  )

  it('scores it by all twenty indicators, none of them perfect throughout or hopeless', async () => {
    const tree = await scoresOf(platform, { period: 'all' })
    const indicators = tree?.dimensions.flatMap((each) => each.indicators) ?? []
    expect(indicators).toHaveLength(20)
    expect(indicators.filter(({ failed }) => failed > 0).length).toBeGreaterThan(10)
    expect(tree?.total).toBeGreaterThan(0.85)
    expect(tree?.total).toBeLessThan(1)
  })

  it('leaves no register and no foundation empty', async () => {
    const { catalogue } = platform
    expect(Object.keys(verdict.golden)).toEqual(catalogue.foundations.map(({ id }) => id))
    for (const { expected } of Object.values(verdict.golden)) expect(expected).toBeGreaterThan(50)
    const kept = catalogue.datasets.filter(keepsHistory).map(({ id }) => id)
    expect(Object.keys(verdict.history).sort()).toEqual(kept.sort())
    for (const [name, { expected }] of Object.entries(verdict.history)) {
      expect({ name, empty: expected === 0 }).toEqual({ name, empty: false })
    }
  })

  it('conserves the rows of every extract', async () => {
    for (const dataset of platform.catalogue.datasets) {
      for (const extract of await listExtracts(platform.ledger.db, dataset.id)) {
        expect(extract.status).toBe('ingested')
        expect(extract.received).toBe((extract.accepted ?? 0) + (extract.quarantined ?? 0))
      }
    }
  })
})
