import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogue } from '../../../catalog/catalogue.ts'
import { datasetOf } from '../../../catalog/lookup.ts'
import { boundariesFor } from '../../../quality/registers/boundaries.ts'
import { judgedAgainst } from '../../../quality/registers/references.ts'
import { startTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { TemporaryTables } from '../../../warehouse/engine/temporary.ts'
import type { Lake } from '../../../warehouse/lake/types.ts'
import { planRun } from '../../plan.ts'
import { build } from '../build.ts'
import { earlier } from './order.ts'
import { createDatasetTables } from './tables.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform()
  for (const dataset of catalogue.datasets) await createDatasetTables(platform, dataset)
})
afterAll(() => platform.close())

/** A lake that notes the registers whose log is asked for. */
function notingLake(read: Set<string>): Lake {
  return {
    ...platform.lake,
    table(name) {
      const [layer, register] = name.split('/')
      if (layer === 'std' && register) read.add(register)
      return platform.lake.table(name)
    },
  }
}

/** The other registers whose logs are asked for while the rows of `id` are judged. */
async function registersRead(id: string): Promise<string[]> {
  const read = new Set<string>()
  const noting = { ...platform, lake: notingLake(read) }
  const dataset = datasetOf(catalogue, id)
  const session = await platform.engine.session()
  const tables = new TemporaryTables(session, 'order')
  try {
    await judgedAgainst(noting, tables, dataset, { seq: 1, asOf: new Date('2026-09-01') })
    await boundariesFor(noting, dataset)
  } finally {
    await tables.drop()
    session.close()
  }
  read.delete(id)
  return [...read]
}

describe('the order of registers', () => {
  it('makes a register wait for every other that its rows are judged against', async () => {
    for (const dataset of catalogue.datasets) {
      const before = earlier(catalogue, dataset)
      expect(before, dataset.id).toEqual(expect.arrayContaining(await registersRead(dataset.id)))
    }
  })

  it('knows the register of boundaries as one that geometries are held against', async () => {
    expect(await registersRead('water_bodies')).toContain('division_boundaries')
    expect(await registersRead('division_boundaries')).toEqual([])
  })

  it('makes a build wait for every register that it reads', async () => {
    const { stages } = planRun(catalogue, platform.config, [])
    const waitsFor = (id: string): string[] => {
      const after = stages.find((stage) => stage.id === id)?.after ?? []
      return [...after, ...after.flatMap(waitsFor)]
    }
    for (const { id } of catalogue.foundations) {
      const read = new Set<string>()
      await build.run({ ...platform, lake: notingLake(read) }, { target: id, runId: 1 })
      expect(read.size, id).toBeGreaterThan(0)
      const ingests = [...read].map((register) => `ingest.${register}`)
      expect(waitsFor(`build.${id}`), id).toEqual(expect.arrayContaining(ingests))
    }
  })
})
