import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { catalogue } from '../catalog/catalogue.ts'
import type { Dataset } from '../catalog/dataset.ts'
import { CAMPAIGN, campaign } from '../test/support/campaign.ts'
import { openEngine } from '../warehouse/engine/engine.ts'
import { judgeRows, type Received } from './judge.testing.ts'
import { typeOf } from './normalise/fields.ts'
import { judgeRow } from './reference/judge_row.ts'
import { rulesOf } from './rules/compiled.ts'

/** Of 200 to 300 rows of each register. */
const RUNS = campaign({ short: 1, long: 4, variable: 'EQUIVALENCE_RUNS' })

const folder = mkdtempSync(join(tmpdir(), 'quality-'))
const engine = await openEngine({ tempDirectory: folder, threads: 1 })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

const asOf = new Date('2026-09-01T00:00:00+08:00')
const HOSTILE = [
  '',
  ' ',
  '\u3000',
  '\u200b',
  '\u202a150102190001010018\u202c',
  '1.0',
  '01.0',
  '2.00',
  '150102.0',
  '13912345678.0',
  'Wed, 5 Jun 2024',
  '二〇二四年六月五日',
  '2024-06-05 星期四',
  '😀',
  'é',
  '１５０１０２１９０００１０１００１８',
  '150102880730303',
  "'150102190001010018",
  '="150102190001010018"',
  '="',
  '=""',
  "'",
  "'abc",
  '\\N',
  'NULL',
  ' (null) ',
  'Null',
  'None',
  'nan',
  '#N/A',
  ' 15262219850615003x ',
  '33010219200403064X',
  '150102190001010018',
  '15292120000229002４',
  '360426199101010072',
  '36042619911301007９',
  'T60426199101010078',
  '00000000000001e16',
  '1_000_000_000_000_',
  '-1234567890123456X',
  '+1234567890123456X',
  '000102190001010018',
  '11150000TEAT00015W',
  '91150100mateat0143',
  'A1110000600037341L',
  '12345',
  '1',
  '2',
  '０',
  '01',
  '10',
  'A',
  'a',
  '3',
  '40',
  '150102',
  '152101',
  '１５０１０２',
  '990101',
  '150000',
  '2019-02-30',
  '2020-02-29',
  '20200229',
  '2020/2/9',
  '2020年2月9日',
  '２０２０-01-01',
  '1799-12-31',
  '2200-12-31',
  '2201-01-01',
  '2020-1-1',
  '2020-01-01 00:00:00.0',
  '2020/1/1 上午 9:05:00',
  '2020-01-01 00:00:00+00',
  '2019-12-31T16:00:00Z',
  '1.0',
  '1,234.50',
  '0001-01-01 (BC)',
  'infinity',
  'epoch',
  '2026-09-02',
  '2026-09-03',
  '2026-09-02 23:59:59',
  '2026-09-03 00:00:00',
  '2020-01-01T10:00Z',
  '2020-01-01 24:00:00',
  '2020-01-01 10:00:00.123456',
  '2020-01-01T10:00:00+0530',
  '20200101235959',
  '2020-01-01 10:00:60',
  '12',
  '-0',
  '-0.0100',
  '1e5',
  '1,000',
  '１２.５',
  '.5',
  '5.',
  '99999999999999.9999',
  '999999999999999',
  '1.23450',
  '1.23456',
  '100000000.0001',
  '13800138000',
  '0471-1234567',
  '巴特尔•乌云',
  '阿·其',
  '甲',
  '蒙'.repeat(101),
  'x'.repeat(5000),
  "'; drop table x; --",
  '151234567890',
  '\t150102\n',
  '\u0085x\u0085',
  '龍\u3000',
  '\ufeff150102',
]
const hostile = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.constant(null) },
  {
    weight: 2,
    arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0')),
  },
  { weight: 2, arbitrary: fc.stringMatching(/^[0-9]{4}[-/]?[0-9]{2}[-/]?[0-9]{2}$/) },
  { weight: 2, arbitrary: fc.stringMatching(/^[0-9]{6}(19|20)[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9]{4}[0-9Xx]$/) },
)

/** What the reference leaves out: the registers' custom expressions, each told again in TypeScript. */
const expressions: Record<string, (values: Record<string, string | null>) => boolean> = {
  'vocational_training.hours.custom.hours_beyond_days': ({ hours, started_on, ended_on }) =>
    !!hours &&
    !!started_on &&
    !!ended_on &&
    Number(hours) > ((Date.parse(ended_on) - Date.parse(started_on)) / 86_400_000 + 1) * 24,
}

const customOf = (dataset: Dataset) =>
  rulesOf(catalogue, dataset).row.flatMap(({ id, test }) => (test.kind === 'expression' ? [id] : []))

describe('the compiled scan and the row-by-row reference', () => {
  it('knows every custom expression of the registers', () => {
    expect(catalogue.datasets.flatMap(customOf).sort()).toEqual(Object.keys(expressions).sort())
  })
  it.each(catalogue.datasets)('say the same of $id', CAMPAIGN, async (dataset) => {
    const rowOf = fc.record({
      ...Object.fromEntries(dataset.fields.map((field) => [field.id, hostile])),
      _op: fc.constantFrom('I', 'I', 'U', 'D'),
    }) as fc.Arbitrary<Received>
    await fc.assert(
      fc.asyncProperty(fc.array(rowOf, { minLength: 200, maxLength: 300 }), async (rows) => {
        const judged = await judgeRows(engine, dataset, rows, { asOf, catalogue })
        const found = new Map(judged.quarantined.map((row) => [row.line, row.rules]))
        const values = new Map((await judged.values()).map((row) => [Number(row._line), row]))
        expect(judged.counts.accepted + judged.counts.quarantined).toBe(rows.length)
        for (const [at, row] of rows.entries()) {
          const expected = judgeRow(catalogue, dataset, row, asOf)
          const rules = (found.get(at + 2) ?? []).filter((rule) => !rule.endsWith('unique.duplicate'))
          const custom = customOf(dataset).filter(
            (id) => row._op !== 'D' && expressions[id]?.(expected.values) === true,
          )
          expect({ row, rules }).toEqual({ row, rules: [...expected.violations, ...custom].sort() })
          for (const field of dataset.fields) {
            const got = values.get(at + 2)?.[field.id]
            const type = typeOf(catalogue, dataset, field.id)
            expect({ type, received: row[field.id], value: got }).toEqual({
              type,
              received: row[field.id],
              value: expected.values[field.id],
            })
          }
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
  })
})
