import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { openEngine } from '../../warehouse/engine/engine.ts'
import { testRules } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'examples-'))
const engine = await openEngine({ tempDirectory: folder, threads: 1 })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

/** One row cannot show these: they need a boundary, an area, or another kind of geometry. */
const beyondOneRow = /\.geometry\.(type|crs|ring|self_intersection|area|area_differs|outside_division)$/

describe('the examples of every rule', () => {
  it.each(catalogue.datasets)('are judged as they say in $id', async (dataset) => {
    const { differing, without, examples } = await testRules(engine, catalogue, dataset)
    expect(differing).toEqual([])
    expect(without.filter((rule) => !beyondOneRow.test(rule))).toEqual([])
    expect(examples).toBeGreaterThan(0)
  })
})
