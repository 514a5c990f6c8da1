import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { datasetOf, foundationOf } from '../../catalog/lookup.ts'
import { type Engine, openEngine } from '../engine/engine.ts'
import { carryOver } from './carry_over.ts'
import { gate } from './gate.ts'
import { relationOf } from './testing.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-carry-test'), threads: 2 })
})
afterAll(() => engine.close())

const dataset = datasetOf(catalogue, 'death_registration')
const row = (_line: number, citizen_id: string, updated_at: string | null) => ({
  _extract: 1,
  _line,
  _op: 'I' as const,
  _repair: null,
  values: { citizen_id, updated_at },
})

test('keeps what the dump has only in bad rows, and what changed after it', async () => {
  const early = '2026-01-01 00:00:00+00'
  const old = [
    row(2, 'gone', early),
    row(3, 'undated', null),
    row(4, 'bad', early),
    row(5, 'bad and good', early),
    row(6, 'later', '2026-01-03 00:00:00+00'),
    row(7, 'at the dump', '2026-01-02 00:00:00+00'),
  ]
  const kept = carryOver({
    dataset,
    oldStd: await relationOf(engine, 'old_std', dataset, old),
    accepted: await relationOf(engine, 'accepted', dataset, [row(2, 'bad and good', early)]),
    quarantinedKeys: sql`(select unnest(['bad', 'bad and good', null]) as key)`,
    asOf: new Date('2026-01-02T00:00:00Z'),
  })
  const found = await engine.rows<{ citizen_id: string }>(sql`select citizen_id from ${kept} order by _line`)
  expect(found.map((each) => each.citizen_id)).toEqual(['bad', 'later'])
})

test('the gate holds back a build that lost too many records', () => {
  const foundation = { ...foundationOf(catalogue, 'person'), minShareOfLast: 0.9 }
  expect(gate({ foundation, counts: { golden: 0 } })).toEqual([])
  expect(gate({ foundation, counts: { golden: 90 }, last: { golden: 100 } })).toEqual([])
  expect(gate({ foundation, counts: { golden: 89 }, last: { golden: 100 } })).toMatchObject([
    { code: 'resolve.shrunk', fields: { golden: 89, last: 100, least: 90 } },
  ])
})
