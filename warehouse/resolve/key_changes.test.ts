import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { type Engine, openEngine } from '../engine/engine.ts'
import { ambiguousKeyChanges, keyChanges, movedRows, subjectRows } from './key_changes.ts'
import type { ReferenceRow } from './reference.ts'
import { relationOf } from './testing.ts'

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

async function changes(...pairs: string[]): Promise<RawBuilder<unknown>> {
  const rows = pairs.map((pair, at) => {
    const [former = '', current = ''] = pair.split('>')
    return row(1, { former_citizen_id: former, citizen_id: current }, 'I', at)
  })
  return relationOf(engine, 'changes_std', register, rows)
}

const applied = async (std: RawBuilder<unknown>) =>
  (
    await engine.rows<{ pair: string }>(
      sql`select former || '>' || current as pair from ${keyChanges(register, 'former_citizen_id', std)} order by 1`,
    )
  ).map(({ pair }) => pair)

describe('changes of key', () => {
  test('lead through chains to the last key', async () => {
    expect(await applied(await changes('a>b', 'b>c', 'x>y'))).toEqual(['a>c', 'b>c', 'x>y'])
  })

  test('that contradict each other or go in a circle are in doubt', async () => {
    const std = await changes('a>b', 'a>c', 'm>n', 'n>m', 'x>y')
    expect(await applied(std)).toEqual(['x>y'])
    const input = { dataset: register, former: 'former_citizen_id', std, key: 'citizen_id' }
    const doubts = await engine.rows(
      sql`select citizen_id, authority_value, copy_value from ${ambiguousKeyChanges(input)} order by 1`,
    )
    expect(doubts).toEqual([
      { citizen_id: 'a', authority_value: 'b', copy_value: 'c' },
      { citizen_id: 'm', authority_value: 'n', copy_value: 'n' },
      { citizen_id: 'n', authority_value: 'm', copy_value: 'm' },
    ])
  })
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
