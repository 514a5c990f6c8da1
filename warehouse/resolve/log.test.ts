import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { CAMPAIGN, campaign } from '../../test/support/campaign.ts'
import { type Engine, openEngine } from '../engine/engine.ts'
import type { Relation } from '../engine/relation.ts'
import { deltaRows, dumpRows, liveRows } from './log.ts'
import type { ReferenceRow } from './reference.ts'
import { relationOf } from './rows.testing.ts'
import { manyRows, statesOf } from './states.ts'

/** Of logs. */
const RUNS = campaign({ short: 50, long: 500, variable: 'LOG_RUNS' })

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-log-test'), threads: 2 })
})
afterAll(() => engine.close())

const one = datasetOf(catalogue, 'death_registration')
/** The same register with several records per subject, told apart by certificate. */
const many: Dataset = { ...one, recordKey: ['certificate_no'] }

const KEYS = ['a', 'b', 'c']
const time = (day: number) => `2026-01-0${day} 00:00:00+00`

/** One extract: rows without place, and keys that it has only in bad rows. */
const extracts = fc.array(
  fc.record({
    full: fc.boolean(),
    asOf: fc.integer({ min: 1, max: 9 }),
    mentioned: fc.subarray(KEYS),
    rows: fc.array(
      fc.record({
        citizen_id: fc.constantFrom(...KEYS),
        certificate_no: fc.constantFrom('1', '2'),
        name: fc.constantFrom('甲', '乙', null),
        day: fc.integer({ min: 1, max: 9 }),
        end: fc.constantFrom(false, false, true),
      }),
      { maxLength: 6 },
    ),
  }),
  { minLength: 1, maxLength: 5 },
)
type Extract = (typeof extracts extends fc.Arbitrary<infer T> ? T : never)[number]

interface State {
  name: string | null
  extract: number
  line: number
  from: string
  observed: string
  asOf: number
  ended: boolean
}

/** The log spelled out: every record's states in the order in which they hold. */
function slowly(dataset: Dataset, given: Extract[]): Map<string, State[]> {
  const log = new Map<string, State[]>()
  const identity = (row: { citizen_id: string; certificate_no: string }) =>
    dataset.recordKey.length > 0 ? `${row.citizen_id} ${row.certificate_no}` : row.citizen_id
  for (const [at, extract] of given.entries()) {
    const taken = time(extract.asOf)
    const before = new Map([...log].map(([id, states]) => [id, last(states)]))
    const seen = new Set<string>()
    for (const [place, row] of extract.rows.entries()) {
      const id = identity(row)
      const observed = time(row.day)
      const known = before.get(id)
      seen.add(id)
      let from = observed
      if (extract.full && known) {
        // Of a record that is known, a dump tells the present state only: that of its newest row.
        const rivals = extract.rows
          .map((each, line) => ({ ...each, line }))
          .filter((each) => identity(each) === id)
        const newest = rivals.sort((a, b) => b.day - a.day || b.line - a.line)[0]
        if (newest?.line !== place) continue
        const same = known.name === row.name && known.observed === observed
        if (same && !known.ended && certificates.get(known) === row.certificate_no) continue
        if (known.from > observed && known.from <= taken) from = taken
      }
      const ended = !extract.full && row.end
      add(
        log,
        id,
        { name: row.name, extract: at + 1, line: place + 2, from, observed, asOf: extract.asOf, ended },
        row.certificate_no,
      )
    }
    if (!extract.full) continue
    for (const [id, live] of before) {
      const key = id.split(' ')[0] ?? ''
      if (!live || live.ended || seen.has(id) || live.from > taken || extract.mentioned.includes(key))
        continue
      add(log, id, { ...live, extract: at + 1, line: 0, from: taken, asOf: extract.asOf, ended: true }, '')
    }
  }
  return log
}

const certificates = new WeakMap<State, string>()
function add(log: Map<string, State[]>, id: string, state: State, certificate: string): void {
  certificates.set(state, certificate)
  log.set(id, [...(log.get(id) ?? []), state])
}

const order = (a: State, b: State) =>
  a.from.localeCompare(b.from, 'en') || a.asOf - b.asOf || a.extract - b.extract || a.line - b.line
function last(states: State[]): State | undefined {
  return [...states].sort(order).at(-1)
}

async function logOf(dataset: Dataset, given: Extract[]): Promise<Relation> {
  await relationOf(engine, 'log_std', dataset, [])
  for (const [at, extract] of given.entries()) {
    const rows = extract.rows.map(
      (row, place): ReferenceRow => ({
        _extract: at + 1,
        _line: place + 2,
        _op: !extract.full && row.end ? 'D' : 'I',
        _repair: null,
        _from: '',
        values: {
          citizen_id: row.citizen_id,
          certificate_no: row.certificate_no,
          name: row.name,
          updated_at: time(row.day),
        },
      }),
    )
    const accepted = await relationOf(
      engine,
      'log_accepted',
      dataset,
      rows.map((row) => ({ ...row, _from: time(1) })),
    )
    const mentioned = sql`(select unnest(${sql.lit(`[${extract.mentioned.join(',')}]`)}::varchar[]) as key)`
    const input = {
      dataset,
      accepted: sql`(select * exclude (_from, _as_of, bucket) from ${accepted})`,
      asOf: new Date(time(extract.asOf)),
    }
    const added = extract.full
      ? dumpRows({ ...input, std: sql`(select * exclude (bucket) from log_std)`, seq: at + 1, mentioned })
      : deltaRows(input)
    await engine.exec(sql`create or replace temp table log_added as select * from ${added}`)
    await engine.exec(sql`insert into log_std by name select * from log_added`)
  }
  return sql`(select * exclude (bucket) from log_std)`
}

describe.each([
  ['one record per subject', one],
  ['many records per subject', many],
])('%s', (_, dataset) => {
  test('live rows and states equal the log spelled out', CAMPAIGN, async () => {
    await fc.assert(
      fc.asyncProperty(extracts, async (given) => {
        const std = await logOf(dataset, given)
        const expected = slowly(dataset, given)
        const id = dataset.recordKey.length > 0 ? sql`citizen_id || ' ' || certificate_no` : sql`citizen_id`
        const live = await engine.rows(
          sql`select ${id} as id, _extract as extract, _line::integer as line from ${liveRows(dataset, std)} order by 1`,
        )
        const winners = [...expected].flatMap(([id, states]) => {
          const winner = last(states)
          return winner && !winner.ended ? [{ id, extract: winner.extract, line: winner.line }] : []
        })
        expect(live).toEqual(winners.sort((a, b) => (a.id < b.id ? -1 : 1)))

        const rows =
          await engine.rows(sql`select ${id} as id, strftime(_valid_from at time zone 'UTC', '%d') as start,
          strftime(_valid_to at time zone 'UTC', '%d') as stop, _extract as extract, _line::integer as line
          from ${statesOf(dataset, std, sql`(${manyRows(dataset, std)})`)} order by id, _valid_from`)
        const states = [...expected].flatMap(([id, list]) => {
          const sorted = [...list].sort(order)
          return sorted.flatMap((state, at) => {
            const next = sorted[at + 1]
            if (state.ended || (next && next.from <= state.from)) return []
            const day = (text: string) => text.slice(8, 10)
            return [
              {
                id,
                start: day(state.from),
                stop: next ? day(next.from) : null,
                extract: state.extract,
                line: state.line,
              },
            ]
          })
        })
        expect(rows).toEqual(
          states.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.start < b.start ? -1 : 1)),
        )
      }),
      { numRuns: RUNS },
    )
  })
})

test('a row that was taken back is as if it had never come', async () => {
  const row = (_line: number, _op: 'I' | 'R', _repair: string | null, name: string) => ({
    _extract: 1,
    _line,
    _op: _op as 'I',
    _repair,
    _from: time(_line),
    values: { citizen_id: 'a', certificate_no: '1', name, updated_at: time(_line) },
  })
  const std = await relationOf(engine, 'log_taken_back', one, [
    row(2, 'I', null, '甲'),
    row(3, 'I', 'decision:1', '乙'),
    row(3, 'R', 'decision:1', '乙'),
  ])
  expect(await engine.rows(sql`select name from ${liveRows(one, std)}`)).toEqual([{ name: '甲' }])
})
