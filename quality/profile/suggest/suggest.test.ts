import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Dataset } from '../../../catalog/dataset.ts'
import { elementOf } from '../../../catalog/lookup.ts'
import { type Engine, openEngine } from '../../../warehouse/engine/engine.ts'
import { registerOf } from '../../catalogue.testing.ts'
import { judge } from '../../judge.ts'
import type { ProfiledField } from '../model.ts'
import { profileFrom } from '../profile.ts'
import { countValues } from '../values.ts'
import { outward } from './fields.ts'
import type { Suggestion } from './model.ts'
import { suggestionsOf } from './suggestions.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-suggest-test'), threads: 2 })
})
afterAll(() => engine.close())

type Row = Record<string, string | null>

async function receive(dataset: Dataset, rows: Row[]): Promise<void> {
  const text = JSON.stringify(rows)
  const members = dataset.fields.map(
    ({ id }) => sql`json_extract_string(value, ${sql.lit(`$.${id}`)}) as ${sql.id(id)}`,
  )
  await engine.exec(sql`create or replace temp table received as
    select 1::integer as _extract, row_number() over ()::bigint as _line, 'I' as _op, ${sql.join(members)}, null::varchar as _extra
    from json_each(${text}::json)`)
}

/** How many of the received rows are accepted without a word, and the suggestions made from those that are accepted. */
async function judged(catalogue: Catalogue, dataset: Dataset, personal: string[] = []) {
  const asOf = new Date('2026-09-01T00:00:00+08:00')
  const found = await judge(engine, { catalogue, dataset, raw: sql`received`, asOf })
  const fields = dataset.fields.map(
    ({ id, element }): ProfiledField => ({
      id,
      type: elementOf(catalogue, element).type,
      ...(personal.includes(id) ? { show: null } : {}),
    }),
  )
  const days = fields.filter(({ type }) => type === 'date').map(({ id }) => id)
  const datePairs = days.flatMap((one, at) =>
    days.slice(at + 1).map((other): [string, string] => [one, other]),
  )
  const input = { rows: found.accepted, fields, identity: [dataset.key], datePairs }
  const counts = await countValues(engine, input)
  const profile = await profileFrom(engine, input, counts)
  const suggestions = await suggestionsOf({
    ...{ session: engine, catalogue, dataset, counts, profile },
    ...{ oneExtract: true, references: [] },
  })
  await counts.dispose()
  await found.dispose()
  return { suggestions, clean: found.counts.accepted - found.counts.warned }
}

const register = (rules: Suggestion['rule'][] = []) => {
  const made = registerOf(
    {
      id: { type: 'text' },
      no: { type: 'text' },
      note: { type: 'text' },
      amount: { type: 'decimal' },
      start: { type: 'date' },
      stop: { type: 'date' },
    },
    rules,
  )
  const tables = [
    {
      id: 'letters',
      name: { 'zh-CN': '字母', en: 'Letters' },
      standard: 'none',
      codes: { A: '甲', B: '乙' },
    },
  ]
  return { ...made, catalogue: { ...made.catalogue, codeTables: tables } }
}

const orNull = (arbitrary: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 4, arbitrary }, { weight: 1, arbitrary: fc.constantFrom(null, '', ' \t', '\u3000') })
const day = fc.constantFrom('2020-01-01', '2020-05-05', '20200303', '2021/6/1', '2025-12-31')
const column = (value: fc.Arbitrary<string | null>) => fc.array(value, { minLength: 1, maxLength: 6 })
const columns = fc.record({
  no: column(orNull(fc.stringMatching(/^[A-Z]{2}-[0-9]{3}$/))),
  note: column(orNull(fc.constantFrom('A', 'B', "'; --", '(?', '[]^$|', '{3}', '汉字', '\\', 'ＡＢ', '𠮷'))),
  amount: column(orNull(fc.constantFrom('0', '-1.5', '12,5', '1234567', '0.0001', '99999999999999.9999'))),
  start: column(orNull(day)),
  stop: column(orNull(day)),
})

describe('suggestions', () => {
  test('that no row breaks find no row bad', async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(columns, async (given) => {
        const rows = Array.from({ length: 150 }, (_, at): Row => {
          const pick = (values: (string | null)[]) => values[at % values.length] ?? null
          const values = Object.entries(given).map(([name, list]) => [name, pick(list)] as const)
          return { id: `k${at}`, updated_at: '2026-01-01 00:00:00', ...Object.fromEntries(values) }
        })
        const { catalogue, dataset } = register()
        await receive(dataset, rows)
        const before = await judged(catalogue, dataset)
        const whole = before.suggestions.filter(({ rejects }) => rejects === 0)
        for (const { rule } of whole) seen.add(rule.kind)
        const more = register(whole.map(({ rule }) => rule))
        const after = await judged(more.catalogue, more.dataset)
        expect(after.clean).toBe(before.clean)
      }),
      { numRuns: 25 },
    )
    expect([...seen].sort()).toEqual(expect.arrayContaining(['length', 'range', 'required', 'unique']))
  })

  const telling = (at: number): Row => ({
    id: `k${at}`,
    no: `AB-${String(at).padStart(3, '0')}`,
    note: at % 2 ? 'A' : 'B',
    amount: String(at + 3),
    start: '2020-01-01',
    stop: at === 7 ? '2019-12-31' : '2020-01-02',
    updated_at: '2026-01-01 00:00:00',
  })

  test('say what they rest on and what they would reject, and carry examples', async () => {
    const { catalogue, dataset } = register()
    await receive(dataset, [
      ...Array.from({ length: 199 }, (_, at) => telling(at)),
      { ...telling(199), no: 'ab' },
    ])
    const { suggestions } = await judged(catalogue, dataset)
    const byId = new Map(suggestions.map((each) => [each.id, each]))
    expect(byId.get('pattern.no')).toMatchObject({
      judged: 200,
      rejects: 1,
      rule: {
        pattern: '^([A-Z]{2}-[0-9]{3})$',
        examples: { good: [{ no: 'AB-000' }], bad: [{ no: 'AB-000?' }] },
      },
    })
    expect(byId.get('code.note.letters')).toMatchObject({
      judged: 200,
      rejects: 0,
      rule: { table: 'letters' },
    })
    expect(byId.get('range.amount')).toMatchObject({ rule: { min: 3, max: 300 } })
    expect(byId.get('dateOrder.start.stop')).toMatchObject({ judged: 200, rejects: 1 })
    expect(byId.get('unique.id')).toMatchObject({ judged: 200, rejects: 0 })
    expect([...byId.keys()]).toEqual([...byId.keys()].sort())
  })

  test('of personal fields carry no example and tell no exact value', async () => {
    const { catalogue, dataset } = register()
    await receive(
      dataset,
      Array.from({ length: 200 }, (_, at) => telling(at)),
    )
    const { suggestions } = await judged(catalogue, dataset, ['id', 'no', 'note', 'amount', 'start', 'stop'])
    expect(suggestions.length).toBeGreaterThan(3)
    expect(JSON.stringify(suggestions)).not.toMatch(/AB-0|k1|202"/)
  })

  test('of few rows are none, and what the register has already is not suggested', async () => {
    const { catalogue, dataset } = register()
    await receive(
      dataset,
      Array.from({ length: 50 }, (_, at) => telling(at)),
    )
    expect((await judged(catalogue, dataset)).suggestions).toEqual([])
    await receive(
      dataset,
      Array.from({ length: 200 }, (_, at) => telling(at)),
    )
    const { suggestions } = await judged(catalogue, dataset)
    const more = register(suggestions.map(({ rule }) => rule))
    expect((await judged(more.catalogue, more.dataset)).suggestions).toEqual([])
  })
})

test.each([
  [1234, 'up', 2000],
  [1234, 'down', 1000],
  [-1234, 'down', -2000],
  [-1234, 'up', -1000],
  [0, 'up', 0],
  [0.0375, 'up', 0.04],
  [7, 'down', 7],
] as const)('%s rounded %s is %s', (value, side, rounded) => {
  expect(outward(value, side)).toBe(rounded)
})
