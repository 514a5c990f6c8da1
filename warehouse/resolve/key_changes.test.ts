import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { datasetOf, foundationOf } from '../../catalog/lookup.ts'
import { type Engine, openEngine } from '../engine/engine.ts'
import type { Expression, Relation } from '../engine/relation.ts'
import {
  ambiguousKeyChanges,
  authorityOf,
  type KeyRegister,
  keyChanges,
  movedRows,
  subjectRows,
} from './key_changes.ts'
import type { ReferenceRow } from './reference.ts'
import { relationOf } from './rows.testing.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-key-changes-test'), threads: 2 })
})
afterAll(() => engine.close())

const register = datasetOf(catalogue, 'identity_number_changes')
const household = datasetOf(catalogue, 'household_registration')
const time = (day: number) => `2026-01-0${day} 00:00:00+00`

function row(day: number, values: Record<string, string>, _op: 'I' | 'D' = 'I', _line = day): ReferenceRow {
  return {
    _extract: 1,
    _line,
    _op,
    _repair: null,
    _from: time(day),
    values: { ...values, updated_at: time(day) },
  }
}

async function changes(...pairs: string[]): Promise<Relation> {
  const rows = pairs.map((pair, at) => {
    const [former = '', current = ''] = pair.split('>')
    return row(1, { former_citizen_id: former, citizen_id: current }, 'I', at)
  })
  return relationOf(engine, 'changes_std', register, rows)
}

const { keyChanges: said } = foundationOf(catalogue, 'person')
function given(std: Relation, living?: Expression): KeyRegister {
  if (!said) throw new Error('no register of changed keys')
  const log = (id: string) => (id === 'household_registration' ? living : undefined)
  const authority = authorityOf(catalogue, foundationOf(catalogue, 'person'), log)
  return { dataset: register, changes: said, std, authority }
}

const applied = async (std: Relation) =>
  (
    await engine.rows<{ pair: string }>(
      sql`select former || '>' || current as pair from ${keyChanges(given(std))} order by 1`,
    )
  ).map(({ pair }) => pair)

describe('changes of key', () => {
  test('lead through chains to the last key', async () => {
    expect(await applied(await changes('a>b', 'b>c', 'x>y'))).toEqual(['a>c', 'b>c', 'x>y'])
  })

  test('that contradict each other or go in a circle are in doubt', async () => {
    const std = await changes('a>b', 'a>c', 'm>n', 'n>m', 'x>y')
    expect(await applied(std)).toEqual(['x>y'])
    const doubts = await engine.rows(
      sql`select citizen_id, authority_value, copy_value from ${ambiguousKeyChanges(given(std), 'citizen_id')} order by 1`,
    )
    expect(doubts).toEqual([
      { citizen_id: 'a', authority_value: 'b', copy_value: 'c' },
      { citizen_id: 'm', authority_value: 'n', copy_value: 'n' },
      { citizen_id: 'n', authority_value: 'm', copy_value: 'm' },
    ])
  })
})

/** A change: former key, present key, reason, day in January, name. */
type Change = [former: string, current: string, reason: string, day?: number, name?: string]
/** A record of household registration: key, name, sex, birth date; ended where nothing else is given. */
type Living = [key: string, name?: string, sex?: string, born?: string]

const judged: { what: string; changes: Change[]; living: Living[]; applied: string[]; doubts: string[] }[] = [
  {
    what: 'one of two people with one number changes: the other keeps it',
    changes: [['a', 'b', '1', 1, '孔改']],
    living: [
      ['a', '康留', '2', '1964-01-21'],
      ['b', '孔改', '1', '1978-03-23'],
    ],
    applied: [],
    doubts: [],
  },
  {
    what: 'the number that another keeps, known to no register of today',
    changes: [['a', 'b', '1', 1, '孔改']],
    living: [['b', '孔改', '1', '1978-03-23']],
    applied: [],
    doubts: [],
  },
  {
    what: 'a number that another should keep, still the same person’s',
    changes: [['a', 'b', '1', 1, '孔改']],
    living: [
      ['a', '孔改', '1', '1978-03-23'],
      ['b', '孔改', '1', '1978-03-23'],
    ],
    applied: [],
    doubts: ['a'],
  },
  {
    what: 'both of two people changed',
    changes: [
      ['a', 'b', '1', 1, '甲'],
      ['a', 'c', '1', 2, '乙'],
    ],
    living: [],
    applied: [],
    doubts: ['a'],
  },
  {
    what: 'a wrong number, ended',
    changes: [['a', 'b', '2', 1, '甲']],
    living: [['a'], ['b', '甲', '1', '1980-01-01']],
    applied: ['a>b'],
    doubts: [],
  },
  {
    what: 'a wrong number, no register of today yet',
    changes: [['a', 'b', '2', 1, '甲']],
    living: [],
    applied: ['a>b'],
    doubts: [],
  },
  {
    what: 'a wrong number, not yet ended',
    changes: [['a', 'b', '2', 1, '甲']],
    living: [
      ['a', '甲', '1', '1980-01-01'],
      ['b', '甲', '1', '1980-01-01'],
    ],
    applied: ['a>b'],
    doubts: [],
  },
  {
    what: 'a wrong number, the register has the former one only, of the same person',
    changes: [['a', 'b', '2', 1, '甲']],
    living: [['a', '甲', '1', '1980-01-01']],
    applied: ['a>b'],
    doubts: [],
  },
  {
    what: 'a wrong number that is in truth another’s',
    changes: [['a', 'b', '2', 1, '甲']],
    living: [
      ['a', '乙', '1', '1980-01-01'],
      ['b', '甲', '1', '1980-01-01'],
    ],
    applied: [],
    doubts: ['a'],
  },
  {
    what: 'a wrong number that is in truth another’s of the same name',
    changes: [['a', 'b', '2', 1, '甲']],
    living: [
      ['a', '甲', '2', '1980-01-01'],
      ['b', '甲', '1', '1980-01-01'],
    ],
    applied: [],
    doubts: ['a'],
  },
  {
    what: 'a wrong number, the register has the former one only, of another person',
    changes: [['a', 'b', '9', 1, '甲']],
    living: [['a', '乙', '1', '1980-01-01']],
    applied: [],
    doubts: ['a'],
  },
  {
    what: 'a birth date corrected, the old record not yet ended',
    changes: [['a', 'b', '3', 1, '甲']],
    living: [
      ['a', '甲', '1', '1980-01-01'],
      ['b', '甲', '1', '1981-01-01'],
    ],
    applied: ['a>b'],
    doubts: [],
  },
  {
    what: 'a sex changed, the old record not yet ended',
    changes: [['a', 'b', '4', 1, '甲']],
    living: [
      ['a', '甲', '1', '1980-01-01'],
      ['b', '甲', '2', '1980-01-01'],
    ],
    applied: ['a>b'],
    doubts: [],
  },
  {
    what: 'a sex changed, the former number another’s by birth',
    changes: [['a', 'b', '4', 1, '甲']],
    living: [
      ['a', '甲', '1', '1990-01-01'],
      ['b', '甲', '2', '1980-01-01'],
    ],
    applied: [],
    doubts: ['a'],
  },
  {
    what: 'a chain of which somebody else keeps a link',
    changes: [
      ['a', 'b', '2', 1, '甲'],
      ['b', 'c', '1', 2, '甲'],
    ],
    living: [],
    applied: [],
    doubts: ['a'],
  },
  {
    what: 'a change back',
    changes: [
      ['a', 'b', '2', 1, '甲'],
      ['b', 'a', '2', 5, '甲'],
    ],
    living: [['a', '甲', '1', '1980-01-01'], ['b']],
    applied: ['b>a'],
    doubts: [],
  },
  {
    what: 'two people exchanged their numbers',
    changes: [
      ['a', 'b', '2', 1, '甲'],
      ['b', 'a', '2', 5, '乙'],
    ],
    living: [],
    applied: [],
    doubts: ['a', 'b'],
  },
  {
    what: 'a number that somebody else is given later',
    changes: [
      ['x', 'y', '2', 1, '甲'],
      ['z', 'x', '2', 5, '乙'],
    ],
    living: [],
    applied: [],
    doubts: ['x', 'z'],
  },
]

test.each(judged)('$what', async ({ changes: said, living, applied: expected, doubts }) => {
  const std = await relationOf(
    engine,
    'judged_std',
    register,
    said.map(([former, current, reason, day = 1, name = '甲'], at) =>
      row(
        1,
        { former_citizen_id: former, citizen_id: current, reason, name, changed_on: `2026-01-0${day}` },
        'I',
        at,
      ),
    ),
  )
  const rows = living.map(([citizen_id, name = '甲', sex = '1', birth_date = '1980-01-01'], at) =>
    row(1, { citizen_id, name, sex, birth_date }, living[at]?.length === 1 ? 'D' : 'I', at),
  )
  const authority = await relationOf(engine, 'judged_living', household, rows)
  const found = await engine.rows<{ pair: string }>(
    sql`select former || '>' || current as pair from ${keyChanges(given(std, authority))} order by 1`,
  )
  expect(found.map(({ pair }) => pair)).toEqual(expected)
  const told = await engine.rows<{ key: string }>(
    sql`select citizen_id as key from ${ambiguousKeyChanges(given(std, authority), 'citizen_id')} order by 1`,
  )
  expect(told.map(({ key }) => key)).toEqual(doubts)
})

describe('rows under a former key', () => {
  const moves: [string, ReferenceRow[], string[]][] = [
    ['become the subject’s', [row(1, { citizen_id: 'a', name: '甲' })], ['甲']],
    [
      'end with it where the register never stated the present key',
      [row(1, { citizen_id: 'a', name: '甲' }), row(2, { citizen_id: 'a', name: '甲' }, 'D')],
      ['甲', 'D'],
    ],
    [
      'go on where it did',
      [
        row(1, { citizen_id: 'a', name: '甲' }),
        row(2, { citizen_id: 'a', name: '甲' }, 'D', 9),
        row(2, { citizen_id: 'b', name: '乙' }),
      ],
      ['甲', '乙'],
    ],
    [
      'do not come back where a second record under it was ended',
      [
        row(1, { citizen_id: 'b', name: '乙' }),
        row(3, { citizen_id: 'a', name: '甲' }),
        row(4, { citizen_id: 'a', name: '甲' }, 'D'),
      ],
      ['乙'],
    ],
  ]
  test.each(moves)('%s', async (_, rows, expected) => {
    const map = sql`(select 'a' as former, 'b' as current)`
    const std = await relationOf(engine, 'moved_std', household, rows)
    const own = sql`select * from ${std} where citizen_id not in (select former from ${map})`
    const whole = sql`(${own} union all by name select * from ${movedRows(household, std, map)})`
    const single = subjectRows(household, std, { changes: map, keys: sql`(select 'b' as key)` })
    for (const found of [whole, single]) {
      const said = await engine.rows<{ citizen_id: string; said: string }>(
        sql`select citizen_id, case _op when 'D' then 'D' else name end as said from ${found} order by _from, _line`,
      )
      expect(said.map((each) => each.said)).toEqual(expected)
      expect(new Set(said.map((each) => each.citizen_id))).toEqual(new Set(['b']))
    }
  })
})
