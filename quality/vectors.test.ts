import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openEngine } from '../warehouse/engine/engine.ts'
import { registerOf } from './catalogue.testing.ts'
import { judgeRows } from './judge.testing.ts'
import { exampleTime } from './rules/example.ts'

const folder = mkdtempSync(join(tmpdir(), 'vectors-'))
const engine = await openEngine({ tempDirectory: folder, threads: 1 })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

/** Numbers that other libraries publish as test data: `false` where the library says that they are wrong. */
const vectors: { library: string; field: 'id' | 'uscc' | 'licence'; numbers: [string, boolean][] }[] = [
  {
    library: 'python-stdnum (cn.ric), php and OCaml ports',
    field: 'id',
    numbers: [
      ['360426199101010071', true],
      ['44011320141005001x', true],
      ['120103198806018241', true],
      ['360426199101010070', false],
      ['360426199101010072', false],
      ['3604261991010100717', false],
    ],
  },
  {
    library: 'jxlwqq/id-validator (PHP, Python), guanguans/id-validator (Go)',
    field: 'id',
    numbers: [
      ['440308199901101512', true],
      ['610104620927690', true],
      ['810000199408230021', true],
      ['830000199201300022', true],
      ['44040119580101000X', true], // an abolished division
      ['140120197901010008', true], // an abolished division
      ['441282198101011230', true], // an abolished division
      ['500154199301135886', true], // born before the division had its code
      ['440308199901101513', false],
      ['440308199902301512', false],
      ['610104620932690', false],
      ['11010119900307867X', false],
      ['4403081999011015133', false],
      ['61010462092769', false],
      ['810000199408230022', false],
      ['830000199201300023', false],
      ['TES12345678901 j', false],
    ],
  },
  {
    library: 'CountryValidator (C#)',
    field: 'id',
    numbers: [
      ['342122198211155230', true],
      ['350424870506202', true],
      ['810000199408230023', false],
      ['350424875006202', false],
      ['350424870540202', false],
    ],
  },
  {
    library: 'python-stdnum (cn.uscc), php port',
    field: 'uscc',
    numbers: [
      ['91110000600037341L', true],
      ['A1110000600037341L', false],
      ['91110000600037341X', false],
      ['12345', false],
    ],
  },
  {
    library: 'hutool (Validator.isCreditCode)',
    field: 'uscc',
    numbers: [
      ['91350500676532779B', true],
      ['91350500676532779C', false],
    ],
  },
]

const { catalogue, dataset } = registerOf({
  id: { type: 'citizenId' },
  uscc: { type: 'uscc' },
  licence: { type: 'licenceId' },
})

/** Codes that only warn: a place that is unknown, an age. */
const warnings = /\.(place|age|category|authority)$/

describe('public vectors', () => {
  it.each(vectors)('of $library agree', async ({ field, numbers }) => {
    const rows = numbers.map(([number]) => ({ [field]: number, updated_at: '2026-01-01' }))
    const { quarantined } = await judgeRows(engine, dataset, rows, { catalogue, asOf: exampleTime })
    const judged = numbers.map(([number], at): [string, boolean] => {
      const codes = quarantined.find(({ line }) => line === at + 2)?.codes ?? []
      const own = codes.filter((code) => /^(citizen_id|uscc|licence_id)\./.test(code) && !warnings.test(code))
      return [number, own.length === 0]
    })
    expect(judged).toEqual(numbers)
  })
})
