import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { CAMPAIGN, campaign } from '../../test/support/campaign.ts'
import { openEngine } from '../../warehouse/engine/engine.ts'
import { fieldColumns } from '../../warehouse/tables/datasets.ts'
import { judgeRows, type Received } from '../judge.testing.ts'
import { typeOf } from '../normalise/fields.ts'
import { judgeRow } from '../reference/judge_row.ts'
import { rulesOf } from '../rules/compiled.ts'
import { rejects } from '../scan.ts'
import type { Followed } from './input.ts'
import type { Plain } from './plain.ts'
import { judgeSetsSlowly, type PlainRow } from './reference.ts'
import { liveRegister, otherFields, others, register } from './registers.testing.ts'

/** Of random extracts in a round. */
const RUNS = campaign({ short: 40, long: 200, variable: 'SETS_RUNS' })
const ROUNDS = 20

const folder = mkdtempSync(join(tmpdir(), 'sets-'))
const engine = await openEngine({ tempDirectory: folder, threads: 1 })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

const { catalogue, dataset } = register
const compiled = rulesOf(catalogue, dataset)
const asOf = new Date('2026-09-01T00:00:00+08:00')
const types = Object.fromEntries(fieldColumns(catalogue, dataset).map(({ name, type }) => [name, type]))

/** Now and then a value that its own rule rejects. */
const seldom = <T>(usual: fc.Arbitrary<T>, ...bad: T[]) =>
  fc.oneof({ weight: 15, arbitrary: usual }, { weight: 1, arbitrary: fc.constantFrom(...bad) })
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 6 })
const key = fc.constantFrom('a', 'b', 'c', 'd')
const day = fc.constantFrom(
  '2024-02-29',
  '2024-03-01',
  '2025-01-31',
  '2026-02-28',
  '2026-08-31',
  '2026-09-01',
  '2026-09-02',
  '2027-01-01',
)
const rowValues = {
  id: key,
  no: fc.constantFrom('1', '2', '3'),
  holder: maybe(seldom(fc.constantFrom('a', 'b', 'c', 'd'), 'longer')),
  status: maybe(seldom(fc.constantFrom('1', '2', '3'), 'x')),
  from_on: maybe(seldom(day, '2024-13-01')),
  until_on: maybe(day),
  n: maybe(seldom(fc.constantFrom('0', '1', '2', '-3', '4'), 'many')),
  amount: maybe(fc.constantFrom('0', '33.33', '50', '50.0001', '66.67', '100')),
  updated_at: maybe(fc.constantFrom('2026-08-01', '2026-08-02', '2026-08-02 12:00:00')),
}
const received = fc.record({
  ...rowValues,
  id: seldom(key as fc.Arbitrary<string | null>, null),
  _op: fc.constantFrom('I', 'I', 'I', 'U', 'D'),
})
const stated = (part: fc.Arbitrary<string | null>, ...bad: string[]) =>
  part.map((value) => (value !== null && bad.includes(value) ? null : value))
const liveRow = fc.record({
  ...rowValues,
  status: stated(rowValues.status, 'x'),
  from_on: stated(rowValues.from_on, '2024-13-01'),
  n: stated(rowValues.n, 'many'),
  newer: fc.boolean(),
})
type Live = typeof liveRow extends fc.Arbitrary<infer T> ? T : never
const other = fc.record({ id: key, mood: maybe(fc.constantFrom('a', 'b', 'z')), ended_on: maybe(day) })

const given = fc.record({
  rows: fc.array(received, { maxLength: 14 }),
  live: fc.uniqueArray(liveRow, { maxLength: 8, selector: ({ id, no }) => `${id} ${no}` }),
  withLive: fc.boolean(),
  mode: fc.constantFrom('full' as const, 'delta' as const),
  people: fc.array(other, { maxLength: 6 }),
  bodies: fc.array(other, { maxLength: 4 }),
  withBodies: fc.boolean(),
  withFormer: fc.boolean(),
})

/** Keys that the extract may still use: `d` became `a`; `c` is nobody's former key. */
const former = new Map([['d', 'a']])
const followed: Followed = {
  identifiers: ['id', 'holder'].map((column) => ({ column, type: 'citizenId' as const })),
  changes: { citizenId: sql`(select 'd' as former, 'a' as current)` },
}

/** A row as the rules on single rows leave it. */
function plainRow(row: Received, at: number): PlainRow {
  const { violations, values } = judgeRow(catalogue, dataset, row, asOf)
  const broken = compiled.row.filter((rule) => violations.includes(rule.id) && rejects(rule))
  return {
    line: at + 2,
    op: (row._op ?? 'I') as PlainRow['op'],
    values: plain(values),
    rejected: broken.length > 0,
    wrong: broken.map(({ field }) => field),
  }
}

function plain(values: Record<string, string | null>): Plain {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const number = ['integer', 'decimal'].includes(typeOf(catalogue, dataset, name))
      return [name, value !== null && number ? Number(value) : value]
    }),
  )
}

/** A live row as its table has it: moments with their zone. */
function inLake({ newer, updated_at, ...values }: Live): Plain {
  const moment = updated_at && `${updated_at.length === 10 ? `${updated_at} 00:00:00` : updated_at}+08`
  return { ...values, updated_at: moment ?? null, newer: String(newer) }
}

describe('the compiled set rules and the plain reference', () => {
  it('say the same of random rows, live rows and registers', {
    timeout: 1_800_000,
    ...CAMPAIGN,
  }, async () => {
    const seen = new Set<string>()
    // `places` is empty: a rule that looks there can find nothing.
    const able = compiled.set.map(({ id }) => id).filter((id) => !id.endsWith('before.period'))
    // Chance may pass a rule by in one round: more rounds follow until every rule has been seen.
    for (let round = 0; round < ROUNDS && able.some((id) => !seen.has(id)); round++) {
      await fc.assert(
        fc.asyncProperty(
          given,
          async ({ rows, live: all, withLive, mode, people, bodies, withBodies, withFormer }) => {
            // A register names subjects by their present keys.
            const live = withFormer ? all.filter(({ id, holder }) => id !== 'd' && holder !== 'd') : all
            const references = {
              people: await liveRegister(engine, others.people ?? dataset, people, otherFields),
              places: await liveRegister(engine, others.places ?? dataset, [], otherFields),
              ...(withBodies
                ? { bodies: await liveRegister(engine, others.bodies ?? dataset, bodies, otherFields) }
                : {}),
            }
            const own = withLive
              ? {
                  ...(await liveRegister(engine, dataset, live.map(inLake), { ...types, newer: 'varchar' })),
                  stated: sql`(select id as key from live_test_register where id = 'a')`,
                }
              : undefined
            const judged = await judgeRows(engine, dataset, rows, {
              catalogue,
              asOf,
              mode,
              references,
              ...(own ? { own } : {}),
              ...(withFormer ? { followed } : {}),
            })
            const expected = judgeSetsSlowly({
              dataset,
              rules: compiled.set,
              rows: rows.map(plainRow),
              ...(withLive
                ? {
                    live: live.map(({ newer, ...values }) => ({ values: plainRow(values, 0).values, newer })),
                  }
                : {}),
              mode,
              asOf,
              ...(withFormer
                ? { followed: { fields: ['id', 'holder'], present: (id) => former.get(id) ?? id } }
                : {}),
              references: {
                people: { dataset, rows: people },
                places: { dataset, rows: [] },
                ...(withBodies ? { bodies: { dataset, rows: bodies } } : {}),
              },
            })
            const ids = new Set(compiled.set.map(({ id }) => id))
            const found = judged.quarantined
              .map(({ line, rules }) => [line, rules.filter((id) => ids.has(id))] as const)
              .filter(([, rules]) => rules.length > 0)
            for (const [, rules] of found) for (const id of rules) seen.add(id)
            expect(found).toEqual([...expected].sort(([a], [b]) => a - b))
          },
        ),
        { numRuns: RUNS, endOnFailure: true },
      )
    }
    expect([...seen].sort()).toEqual(able.sort())
  })
})
