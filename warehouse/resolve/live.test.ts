import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { type Engine, openEngine } from '../engine/engine.ts'
import { liveColumns } from './live.ts'
import { liveRows } from './log.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-live-test'), threads: 2 })
})
afterAll(() => engine.close())

const dataset = datasetOf(catalogue, 'residence_permits')
const row = fc.record({
  citizen_id: fc.constantFrom('a', 'b', 'c'),
  permit_no: fc.constantFrom('1', '2'),
  status: fc.option(fc.constantFrom('1', '2'), { nil: null }),
  _op: fc.constantFrom('I', 'I', 'U', 'D'),
  _from: fc.constantFrom('2026-01-01', '2026-02-01', '2026-03-01'),
  _as_of: fc.constantFrom('2026-03-01', '2026-04-01'),
  _extract: fc.integer({ min: 1, max: 3 }),
  back: fc.boolean(),
})

describe('some fields of the live rows', () => {
  test('are those of all live rows, whatever values are asked for', async () => {
    const given = fc.record({
      rows: fc.array(row, { maxLength: 12 }),
      by: fc.constantFrom('citizen_id', 'status'),
    })
    await fc.assert(
      fc.asyncProperty(given, async ({ rows, by }) => {
        const log = rows.flatMap(({ back, ...each }, at) => {
          const entry = { ...each, _line: at + 2, _repair: '' }
          return back && at % 3 === 0 ? [entry, { ...entry, _op: 'R' }] : [entry]
        })
        const names = [
          'citizen_id',
          'permit_no',
          'status',
          '_op',
          '_from',
          '_as_of',
          '_extract',
          '_line',
          '_repair',
        ]
        const members = names.map(
          (name) => sql`json_extract_string(value, ${sql.lit(`$.${name}`)}) as ${sql.id(name)}`,
        )
        await engine.exec(
          sql`create or replace temp table live_log as select * replace (_from::timestamptz as _from,
            _as_of::timestamptz as _as_of, _extract::integer as _extract,
            _line::bigint as _line) from (select ${sql.join(members)} from json_each(${JSON.stringify(log)}::json))`,
        )
        const std = sql`live_log`
        const among = { columns: [by], values: sql`(select unnest(['a', '1']))` }
        const columns = ['permit_no', 'status']
        const order = sql`order by all`
        const expected = await engine.rows(
          sql`select permit_no, status from ${liveRows(dataset, std)} where ${sql.id(by)} in ('a', '1') ${order}`,
        )
        const found = await engine.rows(
          sql`select * from ${liveColumns({ dataset, std, columns, among })} ${order}`,
        )
        expect(found).toEqual(expected)
        const late = sql`_from > '2026-01-15'::timestamptz`
        const newer = await engine.rows(
          sql`select permit_no, status from ${liveRows(dataset, std)} where ${late} ${order}`,
        )
        const where = await engine.rows(
          sql`select * from ${liveColumns({ dataset, std, columns, where: late })} ${order}`,
        )
        expect(where).toEqual(newer)
      }),
      { numRuns: 60, endOnFailure: true },
    )
  })
})
