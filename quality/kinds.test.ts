import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { RuleInput } from '../catalog/rule.ts'
import { CAMPAIGN, campaign } from '../test/support/campaign.ts'
import { openEngine } from '../warehouse/engine/engine.ts'
import { registerOf, type TestField } from './catalogue.testing.ts'
import { examplesOf } from './examples/examples.ts'
import { testRules } from './examples/run.ts'
import { judgeRows, type Received } from './judge.testing.ts'
import { judgeRow } from './reference/judge_row.ts'
import { rulesOf } from './rules/compiled.ts'
import { exampleTime } from './rules/example.ts'

/** Of 150 to 250 rows for each kind. */
const RUNS = campaign({ short: 1, long: 6, variable: 'KINDS_RUNS' })

const folder = mkdtempSync(join(tmpdir(), 'kinds-'))
const engine = await openEngine({ tempDirectory: folder, threads: 1 })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

const fields: Record<string, TestField> = {
  id: { type: 'citizenId' },
  uscc: { type: 'uscc' },
  kind: { type: 'text' },
  org: { type: 'text' },
  licence: { type: 'licenceId' },
  licence_type: { type: 'text' },
  division: { type: 'division' },
  begun: { type: 'date' },
  ended: { type: 'date' },
  at: { type: 'datetime' },
  name: { type: 'personName' },
  title: { type: 'text' },
  phone: { type: 'phone' },
  email: { type: 'text' },
  postcode: { type: 'text' },
  address: { type: 'text' },
  east: { type: 'text' },
  north: { type: 'text' },
  month: { type: 'text' },
  total: { type: 'decimal' },
  part_one: { type: 'decimal' },
  part_two: { type: 'integer' },
  status: { type: 'code', codes: { 1: '在', 2: '否' } },
}

/** Every kind of row rule that a dataset can declare beyond those of the fields' types. */
const kinds: Record<string, RuleInput> = {
  citizenId: { kind: 'citizenId', field: 'id', forms: ['mainland', 'legacy', 'hongkong'] },
  uscc: { kind: 'uscc', field: 'uscc', authorities: ['9', '5'], categories: ['91', '52'] },
  usccKind: {
    kind: 'usccKind',
    field: 'kind',
    uscc: 'uscc',
    kinds: [
      { word: '个体', categories: ['92'] },
      { word: '公司', categories: ['9'] },
    ],
  },
  orgCode: { kind: 'orgCode', field: 'org', uscc: 'uscc' },
  licencePart: { kind: 'licencePart', field: 'licence_type', id: 'licence', part: 'type' },
  issuer: { kind: 'licencePart', field: 'org', id: 'licence', part: 'issuer' },
  divisionAt: { kind: 'divisionAt', field: 'division', on: 'begun' },
  divisionThen: { kind: 'divisionAt', field: 'division', on: 'at', part: 'abolished' },
  date: { kind: 'date', field: 'ended', min: '1949-10-01', max: '2030-12-31', allowFuture: true },
  datetime: { kind: 'date', field: 'at', min: '2000-01-01', max: '2026-01-01' },
  period: { kind: 'period', field: 'month' },
  amount: { kind: 'amount', field: 'total', plausible: 1000, decimals: 2 },
  name: { kind: 'name', field: 'title', of: 'organisation' },
  mobile: { kind: 'phone', field: 'phone', accept: 'mobile' },
  landline: { kind: 'phone', field: 'phone', accept: 'landline' },
  email: { kind: 'email', field: 'email' },
  plate: { kind: 'vehiclePlate', field: 'title' },
  newEnergyPlate: { kind: 'vehiclePlate', field: 'title', sorts: ['newEnergy'] },
  postcode: { kind: 'postcode', field: 'postcode', division: 'division' },
  address: { kind: 'address', field: 'address', division: 'division' },
  coordinates: { kind: 'coordinates', field: 'east', latitude: 'north' },
  age: { kind: 'age', field: 'ended', birth: 'begun', min: 16, max: 60 },
  ageById: { kind: 'age', field: 'ended', birth: 'id', min: { male: 22, female: 20, id: 'id' } },
  compareDays: { kind: 'compare', field: 'begun', operator: '<', other: 'ended' },
  compareNumbers: { kind: 'compare', field: 'total', operator: '>=', other: 'part_two' },
  compareTexts: { kind: 'compare', field: 'title', operator: '<>', other: 'kind' },
  requiredWhen: { kind: 'requiredWhen', field: 'ended', when: { field: 'status', oneOf: ['2'] } },
  forbiddenWhen: { kind: 'forbiddenWhen', field: 'ended', when: { field: 'status', noneOf: ['2'] } },
  requiredWith: { kind: 'requiredWhen', field: 'north', when: { field: 'east', given: true } },
  forbiddenWithout: { kind: 'forbiddenWhen', field: 'title', when: { field: 'kind', given: false } },
  exclusive: { kind: 'exclusive', fields: ['org', 'uscc', 'title'] },
  sum: { kind: 'sum', field: 'total', parts: ['part_one', 'part_two'], tolerance: 0.5 },
}

/** All kinds as rules of one register. */
const together = Object.entries(kinds).map(([as, rule]) => ({ ...rule, as: as.toLowerCase() }) as RuleInput)

/** A register of the key and the fields that the rules name: what others cost to compile says nothing of the rules. */
function narrowTo(rules: RuleInput[]): ReturnType<typeof registerOf> {
  const words = JSON.stringify(rules)
  const named = Object.entries(fields).filter(([id]) => id === 'id' || words.includes(`"${id}"`))
  return registerOf(Object.fromEntries(named), rules)
}

async function examplesHold(rules: RuleInput[]): Promise<void> {
  const { catalogue, dataset } = narrowTo(rules)
  const { differing, without } = await testRules(engine, catalogue, dataset)
  expect(differing).toEqual([])
  expect(without).toEqual([])
}

describe('the examples of every kind of rule', () => {
  it.each(Object.entries(kinds))('are judged as they say: %s', async (_name, rule) => examplesHold([rule]))

  it('are judged as they say with all kinds together, on every field', async () => {
    expect(narrowTo(together).dataset.fields.map(({ id }) => id)).toEqual([
      ...Object.keys(fields),
      'updated_at',
    ])
    await examplesHold(together)
  })
})

/** Values that the examples of any rule have of a field, so that random rows come close to the rules' edges. */
function valuesOf(rules: RuleInput[]): Map<string, string[]> {
  const { catalogue, dataset } = narrowTo(rules)
  const found = new Map<string, Set<string>>()
  for (const rule of rulesOf(catalogue, dataset).row) {
    const { good = [], bad = [] } = examplesOf(catalogue, dataset, rule) ?? {}
    for (const row of [...good, ...bad])
      for (const [field, value] of Object.entries(row))
        if (value) found.set(field, (found.get(field) ?? new Set()).add(value))
  }
  return new Map([...found].map(([field, values]) => [field, [...values]]))
}

function rowsOf(rules: RuleInput[]): fc.Arbitrary<Received[]> {
  const known = valuesOf(rules)
  const all = [...known.values()].flat()
  const value = (field: string) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...(known.get(field) ?? ['甲'])) },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          '',
          ' ',
          '\u3000',
          null,
          "'; drop table x",
          '１２',
          '-0',
          '1e5',
          '无',
          '😀',
        ),
      },
      { weight: 1, arbitrary: fc.constantFrom(...all) },
      {
        weight: 1,
        arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\0')),
      },
    )
  const columns = narrowTo(rules).dataset.fields.map(({ id }) => id)
  const row = fc.record({
    ...Object.fromEntries(columns.map((field) => [field, value(field)])),
    _op: fc.constantFrom('I', 'U', 'D'),
  }) as fc.Arbitrary<Received>
  return fc.array(row, { minLength: 150, maxLength: 250 })
}

async function agree(rules: RuleInput[], runs: number): Promise<void> {
  const { catalogue, dataset } = narrowTo(rules)
  await fc.assert(
    fc.asyncProperty(rowsOf(rules), async (rows) => {
      const judged = await judgeRows(engine, dataset, rows, { asOf: exampleTime, catalogue })
      const found = new Map(judged.quarantined.map((row) => [row.line, row.rules]))
      for (const [at, row] of rows.entries()) {
        const { violations } = judgeRow(catalogue, dataset, row, exampleTime)
        expect({ row, rules: found.get(at + 2) ?? [] }).toEqual({ row, rules: violations })
      }
    }),
    { numRuns: runs, endOnFailure: true },
  )
}

describe('the compiled scan and the reference', () => {
  it.each(Object.entries(kinds))('say the same of random rows: %s', CAMPAIGN, async (_name, rule) =>
    agree([rule], RUNS),
  )

  it('say the same with all kinds together', CAMPAIGN, async () => agree(together, 2 * RUNS))
})
