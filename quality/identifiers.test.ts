import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { openEngine } from '../warehouse/engine/engine.ts'
import { registerOf } from './catalogue.testing.ts'
import { citizenIdCheck, licenceIdCheck, orgCodeCheck, usccCheck } from './check_digits.ts'
import { judgeRows, type Received } from './judge.testing.ts'
import { judgeRow } from './reference/judge_row.ts'

const folder = mkdtempSync(join(tmpdir(), 'quality-'))
const engine = await openEngine({ tempDirectory: folder, threads: 1 })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

const asOf = new Date('2026-09-01T00:00:00+08:00')
const { catalogue, dataset } = registerOf(
  {
    licence_id: { type: 'licenceId' },
    holder_kind: { type: 'code', codes: { 1: '自然人', 2: '法人和非法人组织' } },
    holder_id: { type: 'subjectId' },
  },
  [{ kind: 'subjectId', field: 'holder_id', kindField: 'holder_kind' }],
)
const licence = '1.2.156.3005.2.11100000000013338W011.11150000TEAT00015W.TEST2026000001.001.A'
const good = {
  licence_id: licence,
  holder_kind: '1',
  holder_id: '150102190001010018',
  updated_at: '2026-08-01',
}

async function codesOf(row: Received): Promise<string[]> {
  const { quarantined } = await judgeRows(engine, dataset, [{ ...good, ...row }], { asOf, catalogue })
  return quarantined[0]?.codes ?? []
}

describe('identifiers of licences and subjects', () => {
  it.each([
    [licence, []],
    [` ${licence.toLowerCase().replaceAll('.', '．')} `, []],
    [licence.replace(/A$/, 'B'), ['licence_id.check']],
    [licence.replace('TEST2026000001', 'TEST2026000010'), ['licence_id.check']],
    [licence.replace('.001.', '.01.'), ['licence_id.shape']],
    [licence.replace('TEST2026000001', ''), ['licence_id.shape']],
    [licence.replace('TEST2026000001', 'T'.repeat(33)), ['licence_id.shape']],
    [licence.replace('TEST2026000001', 'TEST2026'), ['licence_id.serial']],
    ['1.2.156.3005.2.11100000000013338W011.11150000TEAT00015W.2026001.001.T', ['licence_id.serial']],
    ['1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9', []],
    ['1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S', []],
    ['1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U', []],
    ['1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0', []],
    ['1.2.156.3005.2.11100000000013338W087.11370800MB28559184.37080001202411010001.001.3', []],
    [licence.replace('1.2.156', '1.2.840'), ['licence_id.shape']],
    [`${licence}\n`, []],
    [`${licence}.`, ['licence_id.shape']],
    [licence.replace('11100000000013338W', '11100000000013338I'), ['licence_id.shape']],
  ])('judges the licence %s', async (licence_id, codes) => {
    expect(await codesOf({ licence_id })).toEqual(codes)
  })

  it.each([
    ['1', '150102190001010018', []],
    ['1', '150102880730303', []],
    ['1', '91150100MATEAT0143', ['subject_id.shape']],
    ['1', '360426199101010072', ['subject_id.check']],
    ['1', '360426199113010079', ['subject_id.date']],
    ['2', '91150100mateat0143', []],
    ['2', '150102190001010018', ['subject_id.check']],
    ['2', '150102880730303', ['subject_id.shape']],
    ['2', '91110000600037341N', ['subject_id.check']],
    ['7', '91110000600037341N', ['code.unknown']],
    ['7', '12345', ['code.unknown', 'subject_id.shape']],
    [null, '12345', ['subject_id.shape']],
    ['1', null, []],
  ])('judges a subject of kind %s, %s', async (holder_kind, holder_id, codes) => {
    expect(await codesOf({ holder_kind, holder_id })).toEqual(codes)
  })

  it('widens the 15 digits of a person, and says what it did to a licence', async () => {
    const rows = [{ ...good, licence_id: ` ${licence}`, holder_id: '150102880730303' }]
    const { accepted } = await judgeRows(engine, dataset, rows, { asOf, catalogue })
    expect(accepted[0]).toMatchObject({
      holder_id: '150102198807303035',
      licence_id: licence,
      _repair: 'trim',
    })
  })

  it('agree with the row-by-row reference', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rowOf, { minLength: 200, maxLength: 300 }), async (rows) => {
        const judged = await judgeRows(engine, dataset, rows, { asOf, catalogue })
        const found = new Map(judged.quarantined.map((row) => [row.line, row.rules]))
        const values = new Map((await judged.values()).map((row) => [Number(row._line), row]))
        for (const [at, row] of rows.entries()) {
          const expected = judgeRow(catalogue, dataset, row, asOf)
          const rules = (found.get(at + 2) ?? []).filter((rule) => !rule.endsWith('unique.duplicate'))
          expect({ row, rules }).toEqual({ row, rules: expected.violations })
          expect(values.get(at + 2)).toMatchObject(expected.values)
        }
      }),
      { numRuns: 4, endOnFailure: true },
    )
  })
})

const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const letters = (least: number, most: number) =>
  fc.array(fc.constantFrom(...CHARACTERS), { minLength: least, maxLength: most }).map((each) => each.join(''))
const licenceIds = fc
  .tuple(letters(1, 32), letters(9, 32), fc.stringMatching(/^[0-9]{3}$/))
  .map(([issuer, serial, version]) => {
    const parts = ['11100000000013338W011', issuer, serial, version]
    return `1.2.156.3005.2.${parts.join('.')}.${licenceIdCheck(parts.join(''))}`
  })
const identities = fc
  .stringMatching(/^[0-9]{6}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9])[0-9]{3}$/)
  .map((head) => head + citizenIdCheck(head))
const entities = fc.stringMatching(/^[1-9]1150102[0-9A-H]{8}$/).map((head) => {
  const organisation = head.slice(8)
  const whole = `${head}${orgCodeCheck(organisation)}`
  return whole + usccCheck(whole)
})
/** Sometimes one character is another. */
const damaged = (values: fc.Arbitrary<string>) =>
  fc
    .tuple(values, fc.nat(90), fc.constantFrom('', '', '', '0', 'x', 'X', '.', '１', '😀', ' '))
    .map(([text, at, to]) => (to === '' ? text : text.slice(0, at) + to + text.slice(at + 1)))
const rowOf: fc.Arbitrary<Received> = fc.record({
  licence_id: damaged(licenceIds),
  holder_kind: fc.constantFrom('1', '2', '１', ' 2', '3', '', null),
  holder_id: fc.oneof(
    damaged(identities),
    damaged(entities),
    fc.constantFrom('150102880730303', '1501028807303０3', '', null, 'x'.repeat(18), 'é'.repeat(18)),
    fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0')),
  ),
  updated_at: fc.constantFrom('2026-08-01', 'never'),
  _op: fc.constantFrom('I', 'I', 'U', 'D'),
})
