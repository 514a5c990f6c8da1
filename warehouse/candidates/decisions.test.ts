import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Engine, openEngine } from '../engine/engine.ts'
import type { Relation } from '../engine/relation.ts'
import { deltaRows, liveRows } from '../resolve/log.ts'
import { stdColumns } from '../tables/datasets.ts'
import { decisionColumns } from '../tables/decisions.ts'
import { people, smallCatalogue } from './catalogue.testing.ts'
import { type Decision, decisionRow, inForce, rescuedRow, retractions, rowsOfDecision } from './decisions.ts'
import { hasNoUsableKey } from './waiting.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-decisions-test'), threads: 2 })
})
afterAll(() => engine.close())

const columns = stdColumns(smallCatalogue, people)

interface StdRow {
  _extract: number
  _line: number
  _op: string
  citizen_id: string
  name: string
  _from: string
  _repair: string | null
}

/** A table in std's shape with these rows. */
async function std(rows: StdRow[]): Promise<Relation> {
  const definitions = columns.map(({ name, type }) => sql`${sql.id(name)} ${sql.raw(type)}`)
  await engine.exec(sql`create or replace temp table std (${sql.join(definitions)})`)
  for (const row of rows) {
    const values: Record<string, unknown> = { ...row, updated_at: row._from, bucket: 0 }
    const list = columns.map(({ name }) => sql`${sql.lit(values[name] ?? null)}`)
    await engine.exec(sql`insert into std values (${sql.join(list)})`)
  }
  return sql`(select * from std)`
}

const live = () =>
  engine.rows(sql`select _extract, _line::integer as _line, citizen_id, name, _repair, _from
    from ${liveRows(people, sql`std`)} order by citizen_id`)

const append = (rows: Relation) =>
  engine.exec(sql`insert into std by name select * from (select * from ${rows})`)

/** Decision `seq` gives line 7 of extract `extract` the key; the row says that it changed at `from`. */
async function rescue(given: {
  seq: number
  extract: number
  mode: 'full' | 'delta'
  from: string
  key: string
}) {
  const accepted = sql`(select ${sql.lit(given.extract)}::integer as _extract, 7::bigint as _line, 'I' as _op,
    ${sql.lit(given.key)} as citizen_id, '乙' as name, null::varchar as sex, null::date as birth_date,
    null::varchar as division, null::varchar as phone, ${sql.lit(given.from)}::timestamptz as updated_at,
    ${sql.lit(`decision:${given.seq}`)} as _repair)`
  const asOf = new Date(`2026-0${given.extract}-28T00:00:00Z`)
  const begun = deltaRows({ dataset: people, accepted, asOf })
  const row = rescuedRow({
    identity: ['citizen_id'],
    begun,
    std: sql`(select * from std)`,
    seq: given.extract,
    mode: given.mode,
    asOf,
  })
  await append(sql`(select *, 0 as bucket from ${row})`)
}

const A = '150102198506150012'
const B = '152921200002290024'

test('a rescued row of a full dump lives, though the dump had ended the record for want of its key', async () => {
  const begun = {
    _extract: 1,
    _line: 2,
    _op: 'I',
    citizen_id: A,
    name: '甲',
    _from: '2026-01-01 00:00:00+00',
  }
  const ended = { ...begun, _extract: 2, _line: 0, _op: 'D', _from: '2026-02-28 00:00:00+00' }
  await std([
    { ...begun, _repair: null },
    { ...ended, _repair: null },
  ])
  expect(await live()).toEqual([])
  await rescue({ seq: 1, extract: 2, mode: 'full', from: '2026-01-01 00:00:00+00', key: A })
  expect(await live()).toMatchObject([{ _extract: 2, _line: 7, name: '乙', _repair: 'decision:1' }])
})

test('a rescued row of a delta begins when its department says, and does not beat a newer state', async () => {
  const newer = {
    _extract: 1,
    _line: 2,
    _op: 'I',
    citizen_id: A,
    name: '甲',
    _from: '2026-01-05 00:00:00+00',
  }
  await std([{ ...newer, _repair: null }])
  await rescue({ seq: 1, extract: 2, mode: 'delta', from: '2026-01-04 00:00:00+00', key: A })
  expect(await live()).toMatchObject([{ name: '甲' }])
})

test('undoing restores exactly the winners that were, again and again', async () => {
  const row = fc.record({
    _extract: fc.integer({ min: 1, max: 3 }),
    _line: fc.integer({ min: 1, max: 6 }),
    _op: fc.constantFrom('I', 'U', 'D'),
    citizen_id: fc.constantFrom(A, B),
    name: fc.constantFrom('甲', '丙'),
    _from: fc.constantFrom('2026-01-01 00:00:00+00', '2026-01-02 00:00:00+00', '2026-02-28 00:00:00+00'),
    _repair: fc.constantFrom(null, 'trim'),
  })
  const rows = fc.uniqueArray(row, { selector: (each) => `${each._extract}:${each._line}`, maxLength: 8 })
  const choice = fc.record({
    extract: fc.integer({ min: 1, max: 3 }),
    mode: fc.constantFrom('full' as const, 'delta' as const),
    from: fc.constantFrom('2026-01-01 00:00:00+00', '2026-01-02 00:00:00+00', '2026-02-15 00:00:00+00'),
    key: fc.constantFrom(A, B),
  })
  await fc.assert(
    fc.asyncProperty(rows, fc.array(choice, { minLength: 1, maxLength: 3 }), async (given, choices) => {
      await std(given)
      const before = await live()
      for (const [at, each] of choices.entries()) {
        await rescue({ ...each, seq: 2 * at + 1 })
        const decided = await engine.rows(sql`select citizen_id from ${rowsOfDecision(sql`std`, 2 * at + 1)}`)
        expect(decided).toEqual([{ citizen_id: each.key }])
        await append(retractions(sql`(select * from std)`, 2 * at + 1))
        expect(await live()).toEqual(before)
        expect(await engine.rows(sql`select 1 from ${rowsOfDecision(sql`std`, 2 * at + 1)}`)).toEqual([])
      }
    }),
    { numRuns: 30 },
  )
})

test('a decision is in force until it is undone', async () => {
  const definitions = decisionColumns().map(({ name, type }) => sql`${sql.id(name)} ${sql.raw(type)}`)
  await engine.exec(sql`create or replace temp table decisions (${sql.join(definitions)})`)
  const one: Decision = {
    ...{ seq: 1, action: 'decide', of: null, fingerprint: 'f', key: A },
    ...{ extract: 1, line: 2 },
  }
  const all: Decision[] = [
    one,
    { ...one, seq: 2, action: 'none', key: null, line: 3 },
    { ...one, seq: 3, action: 'undo', of: 1, key: null },
    { ...one, seq: 4, fingerprint: null },
  ]
  for (const each of all) await engine.exec(sql`insert into decisions ${decisionRow(each)}`)
  expect(await engine.rows(sql`select seq, action from ${inForce(sql`decisions`)} order by 1`)).toEqual([
    { seq: 2, action: 'none' },
    { seq: 4, action: 'decide' },
  ])
})

test('what waits: a key that is missing or wrong, not one that is only elsewhere, not a line that nobody can read', async () => {
  const row = (line: number, field: string | null, code: string, severity = 'reject', rejected = true) =>
    sql`(${sql.lit(line)}, ${sql.lit(rejected)}, [{'rule': 'r', 'field': ${sql.lit(field)}::varchar, 'code': ${sql.lit(code)}, 'severity': ${sql.lit(severity)}}])`
  const rows = sql`(select * from (values ${sql.join([
    row(1, 'citizen_id', 'required'),
    row(2, 'citizen_id', 'citizen_id.shape'),
    row(3, 'citizen_id', 'citizen_id.check'),
    row(4, 'citizen_id', 'unique.duplicate'),
    row(5, 'name', 'required'),
    row(6, null, 'row.columns'),
    row(7, 'citizen_id', 'citizen_id.check', 'warn', false),
  ])}) as t (line, rejected, violations))`
  const found = await engine.rows<{ line: number }>(
    sql`select line from ${rows} where ${hasNoUsableKey(people)} order by line`,
  )
  expect(found.map(({ line }) => line)).toEqual([1, 2, 3])
})
