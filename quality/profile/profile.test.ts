import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, openEngine } from '../../warehouse/engine/engine.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import type { FieldProfile, ProfiledField, ProfileInput } from './model.ts'
import { expressionOf, shortened } from './patterns.ts'
import { profileOf } from './profile.ts'
import { profileSlowly } from './reference.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-profile-test'), threads: 2 })
})
afterAll(() => engine.close())

type Row = Record<string, string | null>

async function relation(rows: Row[], columns: string[]): Promise<Relation> {
  const text = JSON.stringify(rows.map((row) => columns.map((name) => row[name] ?? null)))
  const members = columns.map(
    (name, at) => sql`json_extract_string(value, ${sql.lit(`$[${at}]`)}) as ${sql.id(name)}`,
  )
  await engine.exec(sql`create or replace temp table given as
    select 1 as _extract, ${sql.join(members)} from json_each(${text}::json)`)
  return sql`(select * from given)`
}

const field = (id: string, more: Partial<ProfiledField> = {}): ProfiledField => ({
  id,
  type: 'text',
  ...more,
})

async function profiled(rows: Row[], fields: ProfiledField[], more: Partial<ProfileInput> = {}) {
  const read = await relation(
    rows,
    fields.map(({ id }) => id),
  )
  return await profileOf(engine, { rows: read, fields, identity: [], ...more })
}

const HOSTILE = [
  ...[
    '',
    ' ',
    '\u3000',
    '\t',
    "'",
    '"',
    '\\',
    '{',
    '}{',
    '$1',
    '--',
    ';drop table profiled',
    '<script>',
    '=1+1',
  ],
  ...[
    'null',
    'NaN',
    '1e400',
    '-0',
    '+7',
    '00',
    '1.50',
    '𠮷野',
    '呼格吉勒·乌兰',
    'ＡＢ１２',
    'é',
    '👨‍👩‍👧',
    'a\nb',
    '\u200b',
  ],
  ...['2024-02-29', '2024-02-30', '20240229', '2024/1/2', '2024年1月2日', '2024-01-01 00:00:00+08'],
  ...['150102190001010018', '91150100MATEAT0143', '13800138000', 'ſ', 'İ', '٣', '①'],
]
/** Of several scripts, none younger than the engine's tables: Latin, Cyrillic, Mongolian, Hangul, Chinese, controls. */
const RANGES = [
  [1, 0x17e],
  [0x400, 0x45f],
  [0x1820, 0x1842],
  [0xac00, 0xac20],
  [0x4e00, 0x4e40],
  [0x20000, 0x20040],
]
const character = fc
  .oneof(...RANGES.map(([min, max]) => fc.integer({ min: min ?? 1, max: max ?? 1 })))
  .map((code) => String.fromCodePoint(code))
const value = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 4, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 3, arbitrary: fc.constantFrom('1', '2', '3', '10', '-5', '2.5') },
  {
    weight: 2,
    arbitrary: fc.string({ unit: character, maxLength: 70 }),
  },
)

function comparable(profile: FieldProfile | undefined) {
  if (!profile) throw new Error('no profile')
  const { nulls, blanks, filled, distinct, once, min, max, top, others, patterns, lengths } = profile
  return {
    ...{ nulls, blanks, filled, distinct, once, min, max, top, others, patterns },
    lengths: lengths && { min: lengths.min, max: lengths.max, mean: lengths.mean },
  }
}

test('a profile equals the slow reference on any values', async () => {
  const row = fc.record({ a: value, b: fc.oneof(value, fc.constantFrom('1', '2', '3.25')), 'c$"': value })
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 60 }), async (rows) => {
      const profile = await profiled(rows, [field('a'), field('b'), field('c$"')])
      expect(profile.rows).toBe(rows.length)
      for (const [at, id] of (['a', 'b', 'c$"'] as const).entries()) {
        const { quantiles, ...expected } = profileSlowly(rows.map((each) => each[id]))
        const found = profile.fields[at]
        expect(comparable(found)).toEqual(expected)
        if (found?.numbers) expect(found.numbers.quantiles).toEqual(quantiles)
        const bins = found?.lengths?.bins.reduce((sum, { count }) => sum + count, 0)
        expect(bins ?? 0).toBe(expected.filled)
      }
    }),
    { numRuns: 60 },
  )
})

test('numbers have quantiles and bins that hold every row', async () => {
  const rows = fc.array(fc.record({ a: fc.integer({ min: -1000, max: 1000 }).map(String) }), { minLength: 1 })
  await fc.assert(
    fc.asyncProperty(rows, async (given) => {
      const { fields } = await profiled(given, [field('a')])
      const { quantiles } = profileSlowly(given.map(({ a }) => a))
      const phoneOrDate = fields[0]?.kind !== 'integer'
      if (phoneOrDate) return
      expect(fields[0]?.numbers?.quantiles).toEqual(quantiles)
      expect(fields[0]?.numbers?.bins.reduce((sum, { count }) => sum + count, 0)).toBe(given.length)
    }),
    { numRuns: 40 },
  )
})

describe('values that are many', () => {
  test('are counted exactly; their forms come from a sample, which says so', async () => {
    const rows = Array.from({ length: 5000 }, (_, at) => ({ a: `NM${String(at).padStart(6, '0')}` }))
    const { fields } = await profiled(rows, [field('a')], { limits: { exact: 200 } })
    expect(fields[0]).toMatchObject({ distinct: 5000, once: 5000, sampled: true, kind: 'text' })
    expect(fields[0]?.patterns.map(({ value: pattern }) => pattern)).toEqual(['A{2}9{6}'])
    expect(fields[0]?.patterns[0]?.count).toBeGreaterThan(4000)
    expect(fields[0]?.top.map(({ value: each }) => each)).toEqual(rows.slice(0, 10).map(({ a }) => a))
  })
})

describe('personal fields', () => {
  const masked = (text: Expression) => sql`left(${text}, 1) || repeat('*', length(${text}) - 1)`

  test('show masked values of many rows only', async () => {
    const names = [...Array(12).fill('王芳'), ...Array(9).fill('李雷'), '张三丰', '欧阳锋']
    const profile = await profiled(
      names.map((name) => ({ name })),
      [field('name', { show: masked })],
    )
    expect(profile.fields[0]).toMatchObject({
      personal: true,
      distinct: 4,
      top: [{ value: '王*', count: 12 }],
      others: 11,
      min: '张**',
      patterns: [{ value: '汉{2}', count: 21 }],
    })
    expect(JSON.stringify(profile)).not.toMatch(/王芳|李雷|三丰|欧阳/)
  })

  test('that may not be shown at all have forms and counts', async () => {
    const rows = Array.from({ length: 300 }, (_, at) => ({ a: String(1000 + at) }))
    const { fields } = await profiled(rows, [field('a', { show: null })])
    const coded = await profiled(rows, [field('a', { show: null, codes: ['1000'] })])
    expect(fields[0]).toMatchObject({ min: null, max: null, top: [], others: 300, distinct: 300 })
    expect(coded.fields[0]).toMatchObject({ codes: { known: 1, unknown: [] }, numbers: null })
    expect(Object.keys(fields[0]?.numbers?.quantiles ?? {})).toEqual(['p5', 'p25', 'p50', 'p75', 'p95'])
    const few = await profiled(rows.slice(0, 50), [field('a', { show: null })])
    expect(few.fields[0]?.numbers).toBeNull()
  })
})

test('fields that are empty together, repeated records and the order of dates are told', async () => {
  const rows = Array.from({ length: 40 }, (_, at) => ({
    key: String(at % 39),
    street: at % 2 ? null : 'x',
    number: at % 2 ? null : String(at),
    other: at % 3 ? null : 'y',
  }))
  const fields = ['key', 'street', 'number', 'other'].map((id) => field(id))
  const profile = await profiled(rows, fields, { identity: ['key'] })
  expect(profile.emptyTogether).toEqual([{ fields: ['street', 'number'], rows: 20, share: 1 }])
  expect(profile.repeated).toEqual({ records: 1, rows: 1 })
  await engine.exec(sql`create or replace temp table dated as select 1 as _extract, date '2024-01-02' as a, d::date as b
    from (values ('2024-01-01'), ('2024-01-02'), ('2024-01-03'), ('2024-01-04'), (null)) as t(d)`)
  const dated = await profileOf(engine, {
    rows: sql`dated`,
    fields: [field('a', { type: 'date' }), field('b', { type: 'date' })],
    identity: [],
    datePairs: [['a', 'b']],
  })
  expect(dated.orders).toEqual([{ earlier: 'a', later: 'b', before: 1, same: 1, after: 2 }])
  expect(dated.fields[1]).toMatchObject({ kind: 'date', dates: [{ from: '2024-01', count: 4 }] })
})

test('more fields than one statement groups by are profiled all the same', async () => {
  const names = Array.from({ length: 120 }, (_, at) => `f${at}`)
  const row = Object.fromEntries(names.map((name) => [name, name]))
  const profile = await profiled(
    [row],
    names.map((name) => field(name)),
  )
  expect(profile.fields.map(({ top }) => top[0]?.value)).toEqual(names)
})

test('leaves no table behind', async () => {
  await profiled([{ a: '1' }], [field('a')])
  const left = await engine.rows(
    sql`select table_name from duckdb_tables() where table_name like 'profile_%'`,
  )
  expect(left).toEqual([])
})

test.each([
  ['999999AA', '9{6}A{2}', '[0-9]{6}[A-Z]{2}'],
  ['A-9', 'A-9', '[A-Z]-[0-9]'],
  ['{{.', '\\{{2}.', '\\{{2}\\.'],
  ['汉汉a', '汉{2}a', '[一-鿿]{2}[a-z]'],
  ['X9', 'X9', undefined],
])('the pattern of %s', (classes, short, expression) => {
  expect(shortened(classes)).toBe(short)
  expect(expressionOf(classes)).toBe(expression)
})
