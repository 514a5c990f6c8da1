import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from '../warehouse/engine/engine.ts'
import { registerOf } from './catalogue.testing.ts'
import { citizenIdCheck } from './check_digits.ts'
import { judgeRows } from './judge.testing.ts'
import { judgeRow } from './reference/judge_row.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-open-points-test'), threads: 2 })
})
afterAll(() => engine.close())

describe('numbers of 15 digits', () => {
  const { catalogue, dataset } = registerOf({ id: { type: 'citizenId' } })
  const whole = (head: string) => `${head}${citizenIdCheck(head)}`

  it.each([
    ['150102900101995', whole('15010219900101995')],
    ['150102900101996', whole('15010218900101996')],
    ['150102990228999', whole('15010218990228999')],
  ])('that end in 996 to 999 belong to people born in the 1800s: %s', async (id, expected) => {
    const row = { id, updated_at: '1990-01-01' }
    const { values } = await judgeRows(engine, dataset, [row], { catalogue })
    expect((await values())[0]?.id).toBe(expected)
    expect(judgeRow(catalogue, dataset, row).values.id).toBe(expected)
  })
})

describe('people born on the 29th of February', () => {
  const { catalogue, dataset } = registerOf(
    { id: { type: 'text' }, born: { type: 'date' }, day: { type: 'date' } },
    [{ kind: 'age', field: 'day', birth: 'born', min: 22, max: 22 }],
  )

  it.each([
    ['2004-02-29', '2026-02-27', true],
    ['2004-02-29', '2026-02-28', false],
    ['2004-02-29', '2027-02-27', false],
    ['2004-02-29', '2027-02-28', true],
    ['2004-02-28', '2026-02-27', true],
    ['2004-03-01', '2026-02-28', true],
    ['2006-02-28', '2028-02-28', false],
    ['1976-02-29', '2000-02-28', true],
  ])('born %s, on %s: outside %s', async (born, day, outside) => {
    const row = { id: 'a', born, day, updated_at: '2026-01-01' }
    const asOf = new Date('2030-01-01T00:00:00+08:00')
    const { quarantined } = await judgeRows(engine, dataset, [row], { catalogue, asOf })
    const codes = quarantined.flatMap((each) => each.codes)
    expect(codes.includes('age.outside')).toBe(outside)
    const slow = judgeRow(catalogue, dataset, row, asOf).violations.some((id) => id.includes('age.outside'))
    expect(slow).toBe(outside)
  })
})
