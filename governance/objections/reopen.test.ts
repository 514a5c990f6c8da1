import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '../../core/clock.ts'
import { send, take } from '../../test/support/objected_rows.ts'
import { startTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { correctObjection, rejectObjection } from './act.ts'
import { itemsOf } from './items.ts'
import { getObjection } from './list.ts'
import { raiseObjection } from './raise.ts'
import { reopenObjection } from './reopen.ts'
import { objectionStats } from './stats.ts'

const [A, B] = ['150102199001010019', '150102199001010035']
let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform({ clock: fixedClock('2026-11-26T02:00:00Z') })
})
afterAll(() => platform.close())

const raise = (keys: string[], column: string) =>
  raiseObjection(platform, {
    ...{ cause: 'person' as const, dataset: 'household_registration', column, raisedBy: 'person' },
    rows: keys.map((key) => ({ key })),
    reason: '窗口反映',
  })

/** Both persons, as a later batch has them. */
async function sendAll(): Promise<void> {
  const rows = [A, B].map((key) => ({
    citizen_id: key,
    name: '王乙',
    sex: '1',
    birth_date: '1990-01-01',
    division: '150102',
    updated_at: '2026-11-01 10:00:00',
  }))
  send(platform, { dataset: 'household_registration', mode: 'delta', day: '20261120' }, rows)
  await take(platform, 'household_registration')
}

test.each([
  ['corrected', 'name'],
  ['rejected', 'education'],
] as const)('one that was %s is taken up again with its rows and new deadlines', async (state, column) => {
  const { objection } = await raise([A, B], column)
  const act = { actor: 'officer', reason: '已核实' }
  if (state === 'corrected') await sendAll()
  await (state === 'corrected' ? correctObjection : rejectObjection)(platform, objection, act)
  expect(await getObjection(platform, objection)).toMatchObject({ state, itemsOpen: 0 })
  await reopenObjection(platform, objection, { actor: 'officer', reason: '仍有误' })
  expect(await getObjection(platform, objection)).toMatchObject({
    ...{ state: 'raised', itemsOpen: 2, itemsFixed: 0, reopened: 1, closedAt: null, closeDue: '2026-12-10' },
    events: [{}, {}, { event: 'reopen', reason: '仍有误' }],
  })
  expect((await itemsOf(platform, objection)).map(({ event }) => event)).toEqual(['reopened', 'reopened'])
  await expect(reopenObjection(platform, objection, { ...act })).rejects.toThrow()
})

test('rows that a later objection holds stay with it', async () => {
  const first = await raise([A, B], 'ethnic_group')
  await rejectObjection(platform, first.objection, { actor: 'officer', reason: '无误' })
  const second = await raise([A], 'ethnic_group')
  expect(second.objection).not.toBe(first.objection)
  await reopenObjection(platform, first.objection, { actor: 'officer', reason: '再核' })
  expect(await getObjection(platform, first.objection)).toMatchObject({ itemsOpen: 1 })
  expect(await getObjection(platform, second.objection)).toMatchObject({ itemsOpen: 1 })
  expect((await objectionStats(platform))[0]).toMatchObject({ reopenRate: 1 })
})
