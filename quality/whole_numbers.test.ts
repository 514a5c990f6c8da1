import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Engine, openEngine } from '../warehouse/engine/engine.ts'
import { registerOf } from './catalogue.testing.ts'
import { judgeRows } from './judge.testing.ts'
import { judgeRow } from './reference/judge_row.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-whole-test'), threads: 1 })
})
afterAll(() => engine.close())

const { catalogue, dataset } = registerOf(
  {
    id: { type: 'text' },
    code: { type: 'code', codes: { '1': '一', '9': '九', '2.0': '二点零' } },
    division: { type: 'division' },
    phone: { type: 'phone' },
    note: { type: 'text' },
  },
  [],
)

it.each([
  ['code', '1.0', '1'],
  ['code', '9.00', '9'],
  ['code', '2.0', '2.0'],
  ['division', '150102.0', '150102'],
  ['phone', '13900001112.0', '13900001112'],
  ['phone', '69123450.0', '69123450'],
  ['phone', '0471-6912345-0', '0471-6912345-0'],
  ['note', '1.0', '1.0'],
])('reads of a %s %s as %s', async (field, received, value) => {
  const row = { id: '1', [field]: received, updated_at: '2026-08-01' }
  const judged = await judgeRows(engine, dataset, [row], { catalogue })
  expect(judged.accepted.map((each) => each[field])).toEqual([value])
  expect(judgeRow(catalogue, dataset, row).values[field]).toBe(value)
})

it.each([
  ['code', '1.5'],
  ['code', '3.0'],
  ['code', '01.0'],
  ['division', '15010.0'],
  ['division', '150102.5'],
])('leaves of a %s %s as it is', async (field, received) => {
  const row = { id: '1', [field]: received, updated_at: '2026-08-01' }
  expect((await judgeRows(engine, dataset, [row], { catalogue })).accepted).toEqual([])
  expect(judgeRow(catalogue, dataset, row).values[field]).toBe(received)
})
