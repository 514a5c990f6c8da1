import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import type { Dataset, Field } from '../../catalog/dataset.ts'
import { currentDivisionCodes } from '../../catalog/divisions.ts'
import { elementOf } from '../../catalog/lookup.ts'
import { openEngine } from '../../warehouse/engine/engine.ts'
import { judgeRows, type Received } from '../judge.testing.ts'

const folder = mkdtempSync(join(tmpdir(), 'plain-'))
const engine = await openEngine({ tempDirectory: folder })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

const NUMBERS = ['150102190001010018', '15262219850615003x', '150102880730303', '000102190001010018']
/** Values that the cheap test of their type passes: right ones and wrong ones. */
const PLAIN: Record<string, string[]> = {
  citizenId: NUMBERS,
  uscc: ['91350100M000100Y43', '91150100MA0TEST143', '12100000400000368X'],
  subjectId: [...NUMBERS, '91350100M000100Y43', 'A'],
  licenceId: ['1.2.156.3005.2.11100000000013338W001.911101050000000001.001.A', 'x'],
  personName: ['甲', '巴特尔•乌云', 'A1'],
  text: ['甲', 'x y', '150102', '12.50', 'a@b.cn'],
  phone: ['13800138000', '0471-1234567', '12345678'],
  date: ['2020-02-29', '1799-12-31', '2200-12-31', '2201-01-01', '2026-09-03'],
  datetime: ['2020-01-01 00:00:00', '2026-09-03 00:00:00', '1700-01-01 10:00:00', '2020-06-30 23:59:59'],
  integer: ['12', '-5', '0', '999999999999999999'],
  decimal: ['1.5', '-0.0100', '99999999999999.9999', '12'],
  geometry: ['POINT (111.61 40.81)', 'x'],
}
/** Values of the same kinds that need to be read with care. */
const ODD = [
  ' 1 ',
  'NULL',
  '',
  '２０２０-01-01',
  '2020年2月9日',
  '1.0',
  "'0123",
  '+86 13800138000',
  '1,234.50',
  '\u3000甲',
]

function plainOf({ element, mapping }: Field): string[] {
  const { type, codeTable } = elementOf(catalogue, element)
  const codes = Object.keys(catalogue.codeTables.find(({ id }) => id === codeTable)?.codes ?? {})
  const values = type === 'division' ? currentDivisionCodes.slice(0, 9) : (PLAIN[type] ?? codes)
  return [...values, ...Object.keys(mapping ?? {})]
}

/** Rows in which some fields are plain or missing throughout, and the others are not. */
function rowsOf(dataset: Dataset): fc.Arbitrary<Received[]> {
  return fc.subarray(dataset.fields.map(({ id }) => id)).chain((odd) => {
    const cellOf = (field: Field) =>
      fc.constantFrom(null, ...plainOf(field), ...(odd.includes(field.id) ? ODD : []))
    const cells = Object.fromEntries(dataset.fields.map((field) => [field.id, cellOf(field)]))
    const row = fc.record({ ...cells, _op: fc.constantFrom('I', 'U', 'D') }) as fc.Arbitrary<Received>
    return fc.array(row, { minLength: 5, maxLength: 40 })
  })
}

async function judged(dataset: Dataset, rows: Received[], unknownSize: boolean) {
  const { values, ...found } = await judgeRows(engine, dataset, rows, { catalogue, unknownSize })
  return { ...found, values: await values() }
}

describe('a statement made for the spellings that the rows have', () => {
  it.each(catalogue.datasets)('judges those of $id as the whole one does', async (dataset) => {
    await fc.assert(
      fc.asyncProperty(rowsOf(dataset), async (rows) => {
        const [small, whole] = [await judged(dataset, rows, false), await judged(dataset, rows, true)]
        expect(small).toEqual(whole)
      }),
      { numRuns: 1, endOnFailure: true },
    )
  })
})
