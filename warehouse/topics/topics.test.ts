import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { topics } from '../../catalog/data/topics.ts'
import type { Topic } from '../../catalog/topic.ts'
import { type Engine, openEngine } from '../engine/engine.ts'
import type { KeyChanges } from '../engine/present_keys.ts'
import type { Relation } from '../engine/relation.ts'
import { buildTopic, foundationOfInput } from './build.ts'
import { topicChanges } from './diff.ts'
import { checkTopic } from './gate.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-topics-test'), threads: 2 })
})
afterAll(() => engine.close())

type Row = Record<string, string | null>

/** Rows with typed columns: `{ died_on: 'DATE' }`, VARCHAR where nothing is said. */
function relation(columns: string[], rows: Row[]): Relation {
  const type = (column: string) =>
    column.startsWith('_valid') ? 'TIMESTAMPTZ' : /_on$|_date$/.test(column) ? 'DATE' : 'VARCHAR'
  const tuple = (row: Row) =>
    sql`(${sql.join(columns.map((column) => sql`${sql.lit(row[column] ?? null)}`))})`
  const casts = columns.map((column) => sql`${sql.id(column)}::${sql.raw(type(column))} as ${sql.id(column)}`)
  const names = sql.join(columns.map((column) => sql.id(column)))
  return sql`(select ${sql.join(casts)}, 1 as _extract, row_number() over () as _line
    from (values ${sql.join(rows.map(tuple))}) as t (${names}))`
}

function topicOf(id: string): Topic {
  const topic = topics.find((each) => each.id === id)
  if (!topic) throw new RangeError(id)
  return topic
}

async function make(id: string, tables: Record<string, Relation>, changes: KeyChanges = {}) {
  const topic = topicOf(id)
  const built = await buildTopic(engine, { catalogue, topic, tables, changes })
  const shown = topic.columns.map(({ id: column, type }) =>
    type === 'BIGINT'
      ? sql`${sql.id(column)}::double as ${sql.id(column)}`
      : sql`${sql.id(column)}::varchar as ${sql.id(column)}`,
  )
  const rows = await engine.rows<Record<string, string | number | null>>(
    sql`select ${sql.join(shown)} from ${built.rows}`,
  )
  const findings = await checkTopic(engine, topic, built, undefined)
  await built.dispose()
  return { rows, findings }
}

const PERSON = [
  'citizen_id',
  'birth_division',
  'household_division',
  'birth_date',
  'birth_certificate_no',
  'died_on',
  'employer_uscc',
]
const HOUSEHOLD = ['citizen_id', 'division', '_valid_from', '_valid_to']
const RESIDENCE = [...HOUSEHOLD, 'registered_on']

describe('population movement', () => {
  const zero = { births: 0, deaths: 0, moved_in: 0, moved_out: 0, floating_registered: 0 }

  test('a small world, by hand', async () => {
    const { rows, findings } = await make('population_movement', {
      'base/person': relation(PERSON, [
        // Born in Xincheng, registered in Huimin: counted where born.
        {
          citizen_id: '150103202601310011',
          birth_date: '2026-01-31',
          birth_certificate_no: 'A1',
          birth_division: '150102',
          household_division: '150103',
        },
        // Not in the household register yet: the day of birth is in the number, the place is not known.
        { citizen_id: '150102202602010012', birth_certificate_no: 'A2' },
        {
          citizen_id: '150102195001010013',
          birth_date: '1950-01-01',
          household_division: '150102',
          died_on: '2026-01-15',
        },
        // Struck off after the death: counted where registered last.
        { citizen_id: 'd', birth_date: '1950-01-01', died_on: '2026-01-20' },
        { citizen_id: '150102195001010021', birth_date: '1950-01-01', household_division: '150102' },
      ]),
      'history/household_registration': relation(HOUSEHOLD, [
        // Moves on the first of February in China, which is still January in UTC, and back in March.
        {
          citizen_id: 'a',
          division: '150102',
          _valid_from: '2020-05-01 00:00:00+08',
          _valid_to: '2026-02-01 00:30:00+08',
        },
        {
          citizen_id: 'a',
          division: '150103',
          _valid_from: '2026-02-01 00:30:00+08',
          _valid_to: '2026-03-10 00:00:00+08',
        },
        { citizen_id: 'a', division: '150102', _valid_from: '2026-03-10 00:00:00+08' },
        // Another address in the same division, and a first registration: no moves.
        {
          citizen_id: 'b',
          division: '150102',
          _valid_from: '2020-05-01 00:00:00+08',
          _valid_to: '2026-02-05 00:00:00+08',
        },
        { citizen_id: 'b', division: '150102', _valid_from: '2026-02-05 00:00:00+08' },
        {
          citizen_id: 'd',
          division: '150105',
          _valid_from: '2020-05-01 00:00:00+08',
          _valid_to: '2026-01-25 00:00:00+08',
        },
      ]),
      'history/residence_registration': relation(RESIDENCE, [
        {
          citizen_id: 'c',
          division: '150102',
          registered_on: '2026-01-20',
          _valid_from: '2026-01-20 10:00:00+08',
          _valid_to: '2026-02-20 10:00:00+08',
        },
        // Only a phone changed.
        {
          citizen_id: 'c',
          division: '150102',
          registered_on: '2026-01-20',
          _valid_from: '2026-02-20 10:00:00+08',
          _valid_to: '2026-03-20 10:00:00+08',
        },
        {
          citizen_id: 'c',
          division: '150103',
          registered_on: '2026-03-19',
          _valid_from: '2026-03-20 10:00:00+08',
        },
      ]),
    })
    expect(findings).toEqual([])
    expect(rows).toEqual([
      { division: '150000', month: '2026-02-01', ...zero, births: 1 },
      { division: '150102', month: '2026-01-01', ...zero, births: 1, deaths: 1, floating_registered: 1 },
      { division: '150102', month: '2026-02-01', ...zero, moved_out: 1 },
      { division: '150102', month: '2026-03-01', ...zero, moved_in: 1 },
      { division: '150103', month: '2026-02-01', ...zero, moved_in: 1 },
      { division: '150103', month: '2026-03-01', ...zero, moved_out: 1, floating_registered: 1 },
      { division: '150105', month: '2026-01-01', ...zero, deaths: 1 },
    ])
  })

  test('is empty where nobody sent anything', async () => {
    expect(await make('population_movement', {})).toEqual({ rows: [], findings: [] })
  })
})

describe('life cycle of entities', () => {
  const ENTITY = [
    'uscc',
    'name',
    'kind',
    'division',
    'industry',
    'status',
    'record_status',
    'established_on',
    'cancelled_on',
  ]
  const entity = (uscc: string, more: Row = {}): Row => ({
    ...{
      uscc,
      name: uscc,
      kind: 'k',
      division: '150102',
      industry: 'F',
      status: '1',
      record_status: 'confirmed',
    },
    ...{ established_on: '2015-03-01', ...more },
  })
  const CHANGE = ['uscc', 'changed_on', '_valid_to']
  const SUCCESSION = ['uscc', 'predecessor_uscc', 'kind', 'effective_on', '_valid_to']
  const LICENCE = ['holder_kind', 'holder_id', 'issuer_uscc', 'status']
  const CREDIT = [
    'record_id',
    'subject_kind',
    'subject_id',
    'status',
    'record_status',
    'decided_on',
    'repaired_on',
  ]
  const penalty = (more: Row): Row => ({
    record_id: 'CF1',
    subject_id: 'A',
    status: '1',
    record_status: 'confirmed',
    decided_on: '2026-02-01',
    ...more,
  })

  test('a small world, by hand', async () => {
    const { rows, findings } = await make('enterprise_lifecycle', {
      'base/legal_entity': relation(ENTITY, [
        entity('A'),
        entity('B', { cancelled_on: '2024-01-02', status: '3' }),
        entity('C'),
        entity('D'),
      ]),
      'history/entity_changes': relation(CHANGE, [
        { uscc: 'A', changed_on: '2020-01-01' },
        { uscc: 'A', changed_on: '2022-06-01' },
        { uscc: 'A', changed_on: '2023-06-01', _valid_to: '2023-07-01 00:00:00+08' },
      ]),
      'base/licence': relation(
        ['holder_id', 'status'],
        [
          { holder_id: 'A', status: '1' },
          { holder_id: 'A', status: '1' },
          { holder_id: 'A', status: '5' },
          { holder_id: '150102195001010013', status: '1' },
        ],
      ),
      'base/credit': relation(CREDIT, [
        penalty({}),
        penalty({ record_id: 'CF2', decided_on: '2025-02-01' }),
        penalty({ record_id: 'CF3', status: '2' }),
        penalty({ record_id: 'CF4', record_status: 'expired' }),
        penalty({ record_id: 'XK1' }),
      ]),
      'base/person': relation(PERSON, [
        { citizen_id: '1', employer_uscc: 'A' },
        { citizen_id: '2', employer_uscc: 'A' },
        { citizen_id: '3', employer_uscc: 'A', died_on: '2026-01-01' },
        { citizen_id: '4' },
        { citizen_id: '5', employer_uscc: 'nobody' },
      ]),
      'history/entity_successions': relation(SUCCESSION, [
        // C was split up between A and D; D gave a part to A and goes on.
        { uscc: 'D', predecessor_uscc: 'C', kind: '4', effective_on: '2023-05-01' },
        { uscc: 'A', predecessor_uscc: 'C', kind: '4', effective_on: '2023-05-01' },
        { uscc: 'A', predecessor_uscc: 'D', kind: '3', effective_on: '2024-05-01' },
      ]),
    })
    expect(findings).toEqual([])
    const nothing = { changes: 0, licences_valid: 0, penalties_in_force: 0, insured_people: 0 }
    const [a, b, c, d] = rows
    expect(a).toMatchObject({
      ...{ uscc: 'A', closed_on: null, changes: 2, last_changed_on: '2022-06-01', licences_valid: 2 },
      ...{ penalties_in_force: 2, last_penalised_on: '2026-02-01', insured_people: 2, successors: null },
    })
    expect(b).toMatchObject({ uscc: 'B', closed_on: '2024-01-02', ...nothing, last_changed_on: null })
    expect(c).toMatchObject({
      ...nothing,
      successors: 'A,D',
      succession_kind: '4',
      closed_on: '2023-05-01',
      succeeded_on: '2023-05-01',
    })
    expect(d).toMatchObject({
      ...nothing,
      successors: 'A',
      succession_kind: '3',
      closed_on: null,
      succeeded_on: '2024-05-01',
    })
    expect(rows).toHaveLength(4)
  })

  test('a body ends at the first succession that ends it, whatever comes later', async () => {
    const { rows } = await make('enterprise_lifecycle', {
      'base/legal_entity': relation(
        ENTITY,
        ['A', 'B', 'C'].map((uscc) => entity(uscc)),
      ),
      'history/entity_successions': relation(SUCCESSION, [
        { uscc: 'A', predecessor_uscc: 'C', kind: '3', effective_on: '2022-05-01' },
        { uscc: 'A', predecessor_uscc: 'C', kind: '1', effective_on: '2023-05-01' },
        { uscc: 'B', predecessor_uscc: 'C', kind: '4', effective_on: '2024-05-01' },
        { uscc: 'B', predecessor_uscc: 'C', kind: '6', effective_on: '2025-05-01' },
      ]),
    })
    const closed = { uscc: 'C', closed_on: '2023-05-01', successors: 'B', succeeded_on: '2025-05-01' }
    expect(rows.at(-1)).toMatchObject(closed)
  })

  test('what hangs on a former code counts for the present one', async () => {
    const changes = { uscc: sql`(select 'X' as former, 'A' as current)` }
    const { rows } = await make(
      'enterprise_lifecycle',
      {
        'base/legal_entity': relation(ENTITY, [entity('A')]),
        'base/person': relation(
          [...PERSON, 'housing_fund_payer_uscc'],
          [
            { citizen_id: 'p', employer_uscc: 'X' },
            { citizen_id: 'q', employer_uscc: 'A' },
          ],
        ),
        'base/licence': relation(LICENCE, [
          { holder_kind: '2', holder_id: 'X', status: '1' },
          // A person's number is no body's code.
          { holder_kind: '1', holder_id: 'X', status: '1' },
        ]),
        'base/credit': relation(CREDIT, [
          { record_id: 'CF1', subject_kind: '2', subject_id: 'X', status: '1', record_status: 'confirmed' },
          { record_id: 'CF2', subject_kind: '2', subject_id: 'A', status: '1', record_status: 'confirmed' },
          {
            ...{ record_id: 'CF3', subject_kind: '2', subject_id: 'A', status: '1' },
            ...{ record_status: 'confirmed', repaired_on: '2026-01-01' },
          },
        ]),
        'history/entity_successions': relation(SUCCESSION, [
          { uscc: 'B', predecessor_uscc: 'X', kind: '5', effective_on: '2024-05-01' },
        ]),
      },
      changes,
    )
    const counts = { insured_people: 2, licences_valid: 1, penalties_in_force: 2, successors: 'B' }
    expect(rows).toMatchObject([{ uscc: 'A', ...counts }])
  })

  test('the same rows in another order give the same rows', async () => {
    const rows = [entity('A'), entity('B'), entity('C')]
    const one = await make('enterprise_lifecycle', { 'base/legal_entity': relation(ENTITY, rows) })
    const other = await make('enterprise_lifecycle', {
      'base/legal_entity': relation(ENTITY, rows.toReversed()),
    })
    expect(other).toEqual(one)
  })
})

describe('the gate', () => {
  const topic = topicOf('population_movement')
  const columns = sql.join(topic.columns.map(({ id }) => sql.id(id)))
  const rows = (...tuples: Relation[]) => sql`(select * from (values ${sql.join(tuples)}) as t (${columns}))`
  const built = (relation: Relation, count: number) => ({
    rows: relation,
    count,
    tables: { of: () => sql`(select 1)` },
    dispose: async () => {},
  })

  test('finds what is negative, missing, doubled, unequal or gone', async () => {
    const bad = rows(
      sql`('150102', date '2026-01-01', 0, -1, 2, 0, 0)`,
      sql`('150102', date '2026-01-01', 0, 0, 0, 1, 0)`,
      sql`(null, date '2026-02-01', 0, 0, 1, 1, 0)`,
    )
    const found = await checkTopic(engine, topic, built(bad, 3), { rows: 10 })
    expect(found.map(({ code, fields }) => [code, fields.check ?? fields.least, fields.failed])).toEqual([
      ['topics.shrunk', 9, undefined],
      ['topics.check_failed', 'uniqueKey', 1],
      ['topics.check_failed', 'notNegative', 1],
      ['topics.check_failed', 'given', 1],
      ['topics.check_failed', 'equalSums', 1],
    ])
  })

  test('knows an entity without its row', async () => {
    const lifecycle = topicOf('enterprise_lifecycle')
    const gate = {
      ...lifecycle.gate,
      checks: lifecycle.gate.checks.filter(({ kind }) => kind === 'oneRowEach'),
    }
    const none = sql`(select 'A' as uscc where false)`
    const found = await checkTopic(engine, { ...lifecycle, gate }, built(none, 0), undefined)
    expect(found).toMatchObject([
      { fields: { check: 'oneRowEach', columns: 'base/legal_entity', failed: 1 } },
    ])
  })

  test('the change feed tells what differs, old image first', async () => {
    const before = rows(
      sql`('150102', date '2026-01-01', 1, 0, 0, 0, 0)`,
      sql`('150103', date '2026-01-01', 1, 0, 0, 0, 0)`,
      sql`('150104', date '2026-01-01', 1, 0, 0, 0, 0)`,
    )
    const after = rows(
      sql`('150102', date '2026-01-01', 1, 0, 0, 0, 0)`,
      sql`('150103', date '2026-01-01', 2, 0, 0, 0, 0)`,
      sql`('150105', date '2026-01-01', 1, 0, 0, 0, 0)`,
    )
    const changes = await engine.rows<{ division: string; births: number; _change_type: string }>(
      sql`select division, births, _change_type from ${topicChanges(topic, before, after)}`,
    )
    expect(changes.map((each) => Object.values(each))).toEqual([
      ['150103', 1, 'update_preimage'],
      ['150103', 2, 'update_postimage'],
      ['150104', 1, 'delete'],
      ['150105', 1, 'insert'],
    ])
  })
})

test('every topic reads tables that the catalogue has, with models that run on empty ones', async () => {
  for (const topic of topics) {
    for (const input of topic.inputs)
      expect(catalogue.foundations.map(({ id }) => id)).toContain(foundationOfInput(catalogue, input))
    const ids = topic.columns.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(expect.arrayContaining(topic.key))
    expect(await make(topic.id, {})).toEqual({ rows: [], findings: [] })
  }
  const undeclared = { ...topicOf('population_movement'), id: 'weather' }
  await expect(buildTopic(engine, { catalogue, topic: undeclared, tables: {} })).rejects.toMatchObject({
    code: 'topics.no_model',
  })
})
