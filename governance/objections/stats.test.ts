import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '../../core/clock.ts'
import { startTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import type { ObjectionEvent } from '../../warehouse/ledger/objection_states.ts'
import { moveObjection } from './ledger/move.ts'
import { raiseObjections } from './ledger/raise.ts'
import { objectionStats } from './stats.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform({ clock: fixedClock('2026-10-30T02:00:00Z') })
})
afterAll(() => platform.close())

let raised = 0
const at = (day: string) => new Date(`${day}T08:00:00+08:00`)

/** Raises an objection with ten rows and lets things happen to it on given days. */
async function objection(
  department: string,
  day: string,
  events: [ObjectionEvent, string, string?][] = [],
  due = '2026-12-31',
): Promise<void> {
  raised += 1
  const { db } = platform.ledger
  const wanted = {
    cause: 'rule' as const,
    same: { test: raised },
    dataset: 'household_registration',
    department,
    foundation: 'person',
    raisedBy: 'platform',
  }
  const days = { accept: due, verify: due, close: due }
  const [made] = await raiseObjections(db, [wanted], { actor: 'x', at: at(day), due: days, items: 10 })
  for (const [event, on, actor = 'officer'] of events) {
    const items =
      event === 'correct' ? { open: -10, fixed: 10 } : event === 'reopen' ? { open: 10, fixed: -10 } : {}
    const reason = event === 'reject' ? 'right' : undefined
    await moveObjection(db, made?.objection.id ?? 0, { event, actor, at: at(on), items, reason })
  }
}

test('figures agree with those counted by hand', async () => {
  // Raised before National Day: 30 Sep, then 8, 9 and 10 October (a Saturday worked): 4 working days after 29 Sep.
  await objection('civil_affairs', '2026-09-29', [['correct', '2026-10-10']])
  await objection('civil_affairs', '2026-10-12', [
    ['accept', '2026-10-13'],
    ['correct', '2026-10-14'],
  ]) // 2 days
  await objection('civil_affairs', '2026-10-12', [['reject', '2026-10-12']]) // the same day: 0
  // Corrected, reopened, open again; overdue since the 20th.
  await objection(
    'civil_affairs',
    '2026-10-12',
    [
      ['correct', '2026-10-13'],
      ['reopen', '2026-10-15'],
    ],
    '2026-10-20',
  )
  await objection('civil_affairs', '2026-10-26', [['accept', '2026-10-27']], '2026-10-30') // due today, not overdue
  // Taken back by whoever raised it: does not count.
  await objection('civil_affairs', '2026-10-12', [['reject', '2026-10-13', 'city:150100']])
  await objection('public_security', '2026-10-12')
  const stats = await objectionStats(platform)
  expect(stats).toEqual([
    {
      department: 'civil_affairs',
      raised: 5,
      open: 2,
      overdue: 1,
      fixed: 2,
      rejected: 1,
      fixRate: 2 / 4,
      reopenRate: 1 / 4,
      meanWorkingDays: (4 + 2 + 0) / 3,
      items: { total: 50, open: 30, fixed: 20 },
    },
    {
      department: 'public_security',
      ...{ raised: 1, open: 1, overdue: 0, fixed: 0, rejected: 0 },
      ...{ fixRate: 0, reopenRate: null, meanWorkingDays: null },
      items: { total: 10, open: 10, fixed: 0 },
    },
  ])
})

test('a department and a period narrow them, both days inclusive', async () => {
  const one = async (from: string, to: string) => {
    const [found] = await objectionStats(platform, { department: 'civil_affairs', from, to })
    return found?.raised ?? 0
  }
  expect(await one('2026-09-29', '2026-09-29')).toBe(1)
  expect(await one('2026-09-30', '2026-10-11')).toBe(0)
  expect(await one('2026-10-12', '2026-10-26')).toBe(4)
  expect(await objectionStats(platform, { department: 'nobody' })).toEqual([])
})
