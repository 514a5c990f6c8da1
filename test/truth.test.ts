import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateProvince } from '../demo/province.ts'
import { checkAgainstTruth } from '../demo/verdict.ts'
import { getRun, listExtracts, stagesOf } from '../warehouse/ledger/index.ts'
import { startTestPlatform, type TestPlatform } from './support/platform.ts'

/** `TRUTH_SEED` chooses the province; without it every test run takes another one. */
const seed = Number(process.env.TRUTH_SEED ?? Math.floor(Math.random() * 1_000_000))
const province = { seed, people: 3000, organisations: 400 }

describe(`a province with known truth, seed ${seed}`, () => {
  let platform: TestPlatform

  beforeAll(async () => {
    platform = await startTestPlatform()
  })
  afterAll(() => platform.close())

  it.each(['initial', 'update'] as const)(
    'finds every fault, no other, and every golden value: %s',
    async (stage) => {
      await generateProvince({ out: platform.paths.root, stage, ...province })
      const run = await getRun(platform.ledger.db, await platform.run())
      const stages = await stagesOf(platform.ledger.db, run.id)
      expect(run.status, JSON.stringify(stages.flatMap((each) => each.problems))).toBe('succeeded')
      const verdict = await checkAgainstTruth(platform, join(platform.paths.root, 'truth'))
      expect(verdict.faults.missed).toEqual([])
      expect(verdict.faults.unexpected).toEqual([])
      expect(verdict).toMatchObject({ recall: 1, precision: 1 })
      for (const golden of Object.values(verdict.golden)) {
        expect(golden).toMatchObject({ equal: golden.expected, missing: 0, extra: 0, different: [] })
      }
      expect(verdict.perfect).toBe(true)
      expect(verdict.faults.expected).toBeGreaterThan(20)
    },
  )

  it('conserves the rows of every extract', async () => {
    for (const dataset of platform.catalogue.datasets) {
      for (const extract of await listExtracts(platform.ledger.db, dataset.id)) {
        expect(extract.status).toBe('ingested')
        expect(extract.received).toBe((extract.accepted ?? 0) + (extract.quarantined ?? 0))
      }
    }
  })
})
