import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { openEngine } from '../../warehouse/engine/engine.ts'
import { fieldColumns } from '../../warehouse/tables/datasets.ts'
import { judgeRows } from '../judge.testing.ts'
import { rulesOf } from '../rules/compiled.ts'
import { exampleTime } from '../rules/example.ts'
import { type SetExample, type SetExamples, setExamples } from './examples.ts'
import type { Plain } from './plain.ts'
import { liveRegister } from './registers.testing.ts'

const folder = mkdtempSync(join(tmpdir(), 'set-examples-'))
const engine = await openEngine({ tempDirectory: folder, threads: 1 })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

/** What is found in the first row of an example. */
async function found({ dataset: id, base }: SetExamples, example: SetExample): Promise<string[]> {
  const dataset = datasetOf(catalogue, id)
  const register = (name: string, rows: Plain[]) => {
    const types = fieldColumns(catalogue, datasetOf(catalogue, name)).map((each) => [each.name, each.type])
    return liveRegister(engine, datasetOf(catalogue, name), rows, Object.fromEntries(types))
  }
  const { rows, live, there = {} } = example
  const references: Record<string, Awaited<ReturnType<typeof register>>> = {}
  for (const [name, others] of Object.entries(there)) references[name] = await register(name, others)
  const judged = await judgeRows(
    engine,
    dataset,
    rows.map((row) => ({ ...base, ...row })),
    {
      catalogue,
      asOf: exampleTime,
      references,
      ...(live
        ? {
            own: await register(
              id,
              live.map((row) => ({ ...base, ...row })),
            ),
          }
        : {}),
    },
  )
  const [first] = judged.quarantined.filter(({ line }) => line === 2)
  expect(first?.rejected ?? false, JSON.stringify(first?.codes)).toBe(false)
  return first?.rules ?? []
}

describe('the examples of the rules on rows together', () => {
  it.each(setExamples.map((each) => [`${each.dataset}.${each.rule}`, each] as const))(
    'are judged as they say: %s',
    async (rule, examples) => {
      for (const example of examples.good)
        expect(await found(examples, example), JSON.stringify(example)).not.toContain(rule)
      for (const example of examples.bad)
        expect(await found(examples, example), JSON.stringify(example)).toContain(rule)
    },
  )

  it('are there for every such rule of the catalogue', () => {
    const others = ['unique.duplicate', 'reference.missing']
    const rules = catalogue.datasets.flatMap((dataset) => rulesOf(catalogue, dataset).set)
    const declared = rules.filter(({ code }) => !others.includes(code)).map(({ id }) => id)
    expect(setExamples.map((each) => `${each.dataset}.${each.rule}`).sort()).toEqual(declared.sort())
  })
})
