import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseType, typeText } from './column_type.ts'
import { type Fixture, openFixture } from './lake.testing.ts'
import { columnsOf, schemaString } from './schema.ts'

/** Every lake type: three values of which one is null, and the bounds that its statistics must hold. */
const TYPES: { type: string; low: string; high: string; min?: unknown; max?: unknown }[] = [
  { type: 'VARCHAR', low: "''", high: '\'那日苏·"quoted"\'', min: '', max: '那日苏·"quoted"' },
  { type: 'VARCHAR', low: "repeat('长', 65)", high: "repeat('长', 66)" },
  { type: 'INTEGER', low: '-2147483648', high: '2147483647', min: -2147483648, max: 2147483647 },
  {
    type: 'BIGINT',
    low: '-9223372036854775808',
    high: '9223372036854775807',
    min: '-9223372036854775808',
    max: '9223372036854775807',
  },
  { type: 'SMALLINT', low: '-32768', high: '32767', min: -32768, max: 32767 },
  { type: 'TINYINT', low: '-128', high: '127', min: -128, max: 127 },
  { type: 'DOUBLE', low: "'-inf'", high: "'nan'" },
  { type: 'FLOAT', low: '-1.5', high: '2.5' },
  { type: 'BOOLEAN', low: 'false', high: 'true' },
  { type: 'BLOB', low: "'\\x00'", high: "'\\xFF'" },
  { type: 'DATE', low: "'0001-01-01'", high: "'9999-12-31'", min: '0001-01-01', max: '9999-12-31' },
  { type: 'DATE', low: "'0044-03-15 (BC)'", high: "'infinity'" },
  { type: 'DECIMAL(18,4)', low: '-1.0001', high: '12345678.1234', min: -1.0001, max: 12345678.1234 },
  { type: 'DECIMAL(18,4)', low: '-99999999999999.9999', high: '99999999999999.9999' },
  {
    type: 'TIMESTAMPTZ',
    low: "'1949-10-01 15:00:00.000001+08'",
    high: "'2026-01-01 00:00:00.123456+08'",
    min: '1949-10-01T07:00:00.000Z',
    max: '2025-12-31T16:00:00.124Z',
  },
  { type: 'VARCHAR[]', low: "['a', NULL]", high: '[]' },
  {
    type: 'STRUCT("extract" INTEGER, "seen" TIMESTAMPTZ, "tags" VARCHAR[])',
    low: "{'extract': 1, 'seen': '2024-01-01 00:00:00+00', 'tags': ['x']}",
    high: "{'extract': 2, 'seen': NULL, 'tags': NULL}",
    min: { extract: 1, seen: '2024-01-01T00:00:00.000Z' },
    max: { extract: 2, seen: '2024-01-01T00:00:00.000Z' },
  },
  { type: 'STRUCT("rule" VARCHAR)[]', low: "[{'rule': 'a'}]", high: "[{'rule': NULL}]" },
]

let fixture: Fixture

beforeAll(async () => {
  fixture = await openFixture()
})

afterAll(() => fixture.close())

describe('every lake type', () => {
  for (const [index, { type, low, high, min, max }] of TYPES.entries()) {
    it(`${type} keeps its values, nulls and bounds (${low.slice(0, 30)})`, async () => {
      const table = fixture.lake.table(`types/t${index}`)
      await table.create([
        { name: 'i', type: 'INTEGER', nullable: false },
        { name: 'x', type, nullable: true },
      ])
      const value = (text: string) => sql`CAST(${sql.raw(text)} AS ${sql.raw(type)})`
      const rows = sql`SELECT 1 AS i, ${value(low)} AS x UNION ALL SELECT 2, ${value(high)} UNION ALL SELECT 3, NULL`
      const add = await table.stage(fixture.engine, rows, { name: 'all', orderBy: sql`i` })
      await table.commit({ add, readVersion: 0, txn: { app: 'a', version: 1 }, operation: 'WRITE' })
      const stored = table.select(await table.snapshot())
      const different = sql`SELECT i, x::VARCHAR FROM ${stored} EXCEPT SELECT i, x::VARCHAR FROM (${rows})`
      expect(await fixture.engine.rows(different)).toEqual([])
      expect(
        await fixture.engine.rows(sql`SELECT count(*) AS n, typeof(any_value(x)) AS t FROM ${stored}`),
      ).toMatchObject([{ n: 3n }])
      expect(stats(add[0]?.stats)).toEqual({ min, max })
      const empty = await fixture.engine.rows<{ column_type: string }>(
        sql`DESCRIBE SELECT x FROM ${table.select(await table.snapshot({ version: 0 }))}`,
      )
      expect(typeText(parseType(empty[0]?.column_type ?? '') ?? { kind: 'scalar', name: 'BLOB' })).toBe(
        typeText(parseType(type) ?? { kind: 'scalar', name: 'BOOLEAN' }),
      )
    })
  }

  it('survives the way through the Delta schema', () => {
    const columns = TYPES.map(({ type }, index) => ({ name: `c${index}`, type, nullable: index % 2 === 0 }))
    expect(columnsOf(schemaString(columns))).toEqual(columns)
  })

  it('knows no type that Delta lacks', () => {
    for (const type of [
      'HUGEINT',
      'UBIGINT',
      'TIME',
      'UUID',
      'TIMESTAMP',
      'MAP(VARCHAR, VARCHAR)',
      'DECIMAL(40,2)',
      'STRUCT()',
      'VARCHAR)',
      'INTEGER[3]',
    ]) {
      expect(parseType(type), type).toBeNull()
    }
  })
})

/** Bounds of column x, with whole numbers beyond 2^53 as text. */
function stats(json: string | undefined): { min: unknown; max: unknown } {
  const safe = (json ?? '{}').replace(/:(-?\d{16,})([,}])/g, ':"$1"$2')
  const parsed = JSON.parse(safe) as { minValues: { x?: unknown }; maxValues: { x?: unknown } }
  return { min: parsed.minValues.x, max: parsed.maxValues.x }
}
