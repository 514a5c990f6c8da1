import { createHmac } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Dataset } from '../../catalog/dataset.ts'
import { foundationOf } from '../../catalog/lookup.ts'
import { type Engine, openEngine } from '../engine/engine.ts'
import type { Relation } from '../engine/relation.ts'
import { entities, people, smallCatalogue } from './catalogue.testing.ts'
import { findCandidates } from './find.ts'
import { fingerprintOf, hmac, isDistinctive } from './fingerprint.ts'
import { FLOOR, profileOf } from './profile.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-candidates-test'), threads: 2 })
})
afterAll(() => engine.close())

type Row = Record<string, string | number | null>

/** A relation of rows; columns that a row leaves out are NULL. */
function relation(columns: string[], rows: Row[]): Relation {
  const value = (row: Row, column: string) => sql`${sql.lit(row[column] ?? null)}`
  const tuples = rows.map((row) => sql`(${sql.join(columns.map((column) => value(row, column)))})`)
  const names = sql.join(columns.map((column) => sql.id(column)))
  return rows.length === 0
    ? sql`(select ${sql.join(columns.map((column) => sql`null as ${sql.id(column)}`))} where false)`
    : sql`(select * from (values ${sql.join(tuples)}) as t (${names}))`
}

const BASE = ['citizen_id', 'name', 'sex', 'birth_date', 'household_division', 'phone']
const ENTITY = ['uscc', 'name', 'representative_name', 'established_on', 'division']
const place = { _extract: 1, _line: 2 }

async function find(dataset: Dataset, waiting: Row[], base: Row[]) {
  const fields = ['_extract', '_line', ...dataset.fields.map(({ id }) => id)]
  const found = await findCandidates(engine, {
    catalogue: smallCatalogue,
    foundation: foundationOf(smallCatalogue, dataset.foundation),
    dataset,
    waiting: relation(fields, waiting),
    base: relation(dataset === people ? BASE : ENTITY, base),
  })
  const rows = await engine.rows<{ line: number; rank: number; key: string; score: number; parts: string }>(
    sql`select _line::integer as line, rank, key, score, to_json(parts)::varchar as parts from ${found.rows}`,
  )
  await found.dispose()
  return rows.map((row) => ({ ...row, parts: JSON.parse(row.parts) as Record<string, number> }))
}

const known = {
  citizen_id: '150102198506150012',
  name: '呼格吉勒·乌兰',
  sex: '1',
  birth_date: '1985-06-15',
  household_division: '150102',
  phone: '13800000000',
}
const others = ['1990-06-15', '1985-06-16', '1972-01-01'].map((birth_date, at) => ({
  ...known,
  citizen_id: `15290019850615000${at}`,
  name: '王芳',
  sex: '2',
  household_division: '152921',
  phone: `1390000000${at}`,
  birth_date,
}))

describe('candidates of a person', () => {
  const cases: [string, Row, number | undefined, Record<string, number>][] = [
    [
      'everything but the key',
      { name: '呼格吉勒•乌兰', sex: '1', birth_date: '1985-06-15', division: '150102', phone: '13800000000' },
      68,
      { key: 0, name: 30, birth_date: 18, phone: 10, division: 6, sex: 4 },
    ],
    ['a key with two wrong digits and nothing else', { citizen_id: '150102198506150034' }, undefined, {}],
    [
      'a key with two digits exchanged and nothing else',
      { citizen_id: '150102198501650012' },
      32,
      { key: 32 },
    ],
    ['a key with one wrong digit', { citizen_id: '150102198506150013' }, 32, { key: 32 }],
    [
      'a name and a day that differs in its month',
      { name: '呼格吉勒乌兰', birth_date: '1985-07-15' },
      37,
      { birth_date: 7 },
    ],
    [
      'a name with one other character, born on the day',
      { name: '呼格吉乐·乌兰', birth_date: '1985-06-15' },
      46,
      {},
    ],
    [
      'a name in the same league or city',
      { name: '呼格吉勒·乌兰', division: '150103', sex: '0' },
      33,
      { division: 3, sex: 0 },
    ],
    ['a name alone', { name: '呼格吉勒·乌兰' }, undefined, {}],
    ['a birth date alone', { birth_date: '1985-06-15' }, undefined, {}],
    [
      'a phone and a birth date',
      { phone: '13800000000', birth_date: '1985-06-15', division: '150102' },
      34,
      {},
    ],
    ['nothing', {}, undefined, {}],
  ]
  test.each(cases)('%s', async (_what, fields, score, parts) => {
    const [best] = await find(people, [{ ...place, ...fields }], [known, ...others])
    expect(best?.score).toBe(score)
    if (score === undefined) return
    expect(best).toMatchObject({ line: 2, rank: 1, key: known.citizen_id, parts })
  })
})

test('candidates of an entity: its name, who represents it, where and since when', async () => {
  const base = {
    uscc: '91150100MATEAT0143',
    name: '呼和浩特市青山商贸有限责任公司',
    representative_name: '王芳',
    established_on: '2015-03-01',
    division: '150102',
  }
  const other = {
    ...base,
    uscc: '91150100MATEAT9999',
    name: '包头市白云矿业有限公司',
    representative_name: '李强',
  }
  const at = async (fields: Row) => (await find(entities, [{ ...place, ...fields }], [base, other]))[0]
  expect(await at({ name: '呼和浩特市青山商贸有限责任公司' })).toMatchObject({ key: base.uscc, score: 36 })
  expect(
    await at({ name: '呼和浩特市青山商贸（有限责任公司）', representative: '王芳', division: '150102' }),
  ).toMatchObject({ key: base.uscc, score: 58 })
  expect(
    await at({ representative: '王芳', division: '150102', established_on: '2015-03-01' }),
  ).toMatchObject({
    score: 32,
  })
  expect(await at({ uscc: '91150100MATEAT0134' })).toMatchObject({ key: base.uscc, parts: { key: 32 } })
  expect(await at({ division: '150102', established_on: '2015-03-01' })).toBeUndefined()
})

test('a foundation without a profile has no candidates', async () => {
  const foundation = { ...foundationOf(smallCatalogue, 'person'), id: 'geography' }
  expect(profileOf(foundation)).toBeUndefined()
  const waiting = relation(['_extract', '_line'], [place])
  const input = { catalogue: smallCatalogue, foundation, dataset: people, waiting, base: waiting }
  const found = await findCandidates(engine, input)
  expect(await engine.rows(sql`select * from ${found.rows}`)).toEqual([])
})

describe('any people', () => {
  const pick = (...values: (string | null)[]) => fc.constantFrom(...values)
  const someone = {
    name: pick('王芳', '王方', '王小芳', '呼格吉勒·乌兰', null),
    sex: pick('1', '2', '0', null),
    birth_date: pick('1985-06-15', '1985-06-16', '2000-02-29', null),
    phone: pick('13800000000', '13800000001', null),
  }
  const division = pick('150102', '150103', '152921', null)
  const keys = Array.from({ length: 12 }, (_, at) => `1501021985061500${String(10 + at)}`)
  const base = fc.uniqueArray(
    fc.record({ ...someone, household_division: division, citizen_id: fc.constantFrom(...keys) }),
    { selector: (row) => row.citizen_id, maxLength: 12 },
  )
  const waiting = fc
    .array(fc.record({ ...someone, division, citizen_id: pick(null, '150102198506150', ...keys) }), {
      maxLength: 4,
    })
    .map((rows) => rows.map((row, at) => ({ ...row, _extract: 1, _line: at + 2 })))

  test('the same candidates in any order of rows; never more than five, never below the floor, ties by key', async () => {
    const world = fc.record({ base, waiting }).chain((given) =>
      fc.record({
        given: fc.constant(given),
        base: fc.shuffledSubarray(given.base, { minLength: given.base.length }),
        waiting: fc.shuffledSubarray(given.waiting, { minLength: given.waiting.length }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(world, async ({ given, ...other }) => {
        const rows = await find(people, given.waiting, given.base)
        expect(await find(people, other.waiting, other.base)).toEqual(rows)
        for (const { _line: line } of given.waiting) {
          const own = rows.filter((row) => row.line === line)
          expect(own.length).toBeLessThanOrEqual(5)
          const sorted = own.toSorted((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1))
          expect(own).toEqual(sorted)
        }
        for (const row of rows) {
          expect(row.score).toBeGreaterThanOrEqual(FLOOR)
          expect(Object.values(row.parts).reduce((sum, part) => sum + part, 0)).toBe(row.score)
        }
      }),
      { numRuns: 40 },
    )
  })

  test('leave no temporary table behind', async () => {
    const left = await engine.rows(
      sql`select table_name from duckdb_tables() where table_name like 'candidates_%'`,
    )
    expect(left).toEqual([])
  })
})

describe('fingerprints', () => {
  const secret = Buffer.from('0123456789abcdef0123456789abcdef')
  const columns = people.fields.map(({ id }) => id)
  const print = async (row: Row) => {
    const [found] = await engine.rows<{ f: string; t: boolean }>(
      sql`select ${fingerprintOf(people, secret)} as f,
        ${isDistinctive(smallCatalogue, foundationOf(smallCatalogue, 'person'), people)} as t
        from (select columns(*)::varchar from ${relation(columns, [row])})`,
    )
    return found
  }

  test('are HMAC-SHA-256', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 64 }),
        fc.string({ unit: 'grapheme' }),
        async (key, text) => {
          const clean = text.replaceAll('\0', '')
          const [row] = await engine.rows<{ h: string }>(
            sql`select ${hmac(key, sql`${clean}::varchar`)} as h`,
          )
          expect(row?.h).toBe(createHmac('sha256', key).update(clean).digest('hex'))
        },
      ),
      { numRuns: 30 },
    )
  })

  test('do not depend on the key, on blanks at the ends, or on empty fields', async () => {
    const row = { citizen_id: 'x', name: '王芳', birth_date: '1985-06-15' }
    const same = await print(row)
    expect(await print({ ...row, citizen_id: null, name: ' 王芳 ', sex: ' ' })).toEqual(same)
    expect((await print({ ...row, birth_date: '1985-06-16' }))?.f).not.toBe(same?.f)
    expect((await print({ ...row, birth_date: null, sex: '1985-06-15' }))?.f).not.toBe(same?.f)
  })

  test('stand for one record only where it says enough', async () => {
    expect((await print({ name: '王芳', birth_date: '1985-06-15' }))?.t).toBe(true)
    expect((await print({ name: '王芳', sex: '2', division: '150102' }))?.t).toBe(false)
    expect((await print({ birth_date: '1985-06-15', phone: '13800000000' }))?.t).toBe(false)
  })
})
