import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { acceptObjection, verifyObjection } from './act.ts'
import { calendarProblem } from './days.ts'
import { listNotices } from './ledger/notices.ts'
import { getObjection } from './list.ts'
import { raiseObjection } from './raise.ts'
import { remindAndEscalate } from './remind.ts'

let now = '2026-09-28T02:00:00Z'
let platform: TestPlatform
beforeEach(async () => {
  now = '2026-09-28T02:00:00Z'
  platform = await startTestPlatform({ clock: { now: () => new Date(now) } })
})
afterEach(() => platform.close())

const raise = () =>
  raiseObjection(platform, {
    cause: 'person',
    dataset: 'household_registration',
    column: 'name',
    raisedBy: 'person',
    reason: '与户口簿不一致',
    rows: [{ key: 'a' }],
  })
const given = async () =>
  (await listNotices(platform.ledger.db)).map(({ kind, step, due }) => `${kind} ${step} ${due}`)

test('deadlines are working days, across the national holiday and its make-up days', async () => {
  await raise()
  // 1 to 7 October 2026 are holidays; Saturday 10 October is worked.
  expect(await getObjection(platform, 1)).toMatchObject({
    acceptDue: '2026-09-30',
    verifyDue: '2026-10-10',
    closeDue: '2026-10-16',
  })
})

test('a department is reminded once before and escalated once after each deadline that it has not met', async () => {
  await raise()
  expect(await remindAndEscalate(platform)).toBe(0)
  now = '2026-09-29T02:00:00Z'
  expect(await remindAndEscalate(platform)).toBe(1)
  expect(await remindAndEscalate(platform)).toBe(0)
  expect(await given()).toEqual(['reminder accept 2026-09-30'])
  now = '2026-10-08T02:00:00Z'
  await remindAndEscalate(platform)
  expect(await given()).toEqual([
    'reminder accept 2026-09-30',
    'escalation accept 2026-09-30',
    'reminder verify 2026-10-10',
  ])
  await acceptObjection(platform, 1, { actor: 'officer' })
  await verifyObjection(platform, 1, { actor: 'officer' })
  now = '2026-10-19T02:00:00Z'
  await remindAndEscalate(platform, 'person')
  expect(await remindAndEscalate(platform, 'credit')).toBe(0)
  expect((await given()).at(-1)).toBe('escalation close 2026-10-16')
  const known = await getObjection(platform, 1)
  expect(known.events.map(({ event }) => event).filter((event) => event === 'escalate')).toHaveLength(2)
  expect(known).toMatchObject({ state: 'verified', escalatedAt: new Date(now) })
})

test('a deadline in a year whose working days are not known is not guessed; the calendar sets it later', async () => {
  now = '2027-01-15T02:00:00Z'
  await raise()
  expect(await getObjection(platform, 1)).toMatchObject({ acceptDue: null, closeDue: null })
  expect(await remindAndEscalate(platform, 'person')).toBe(0)
  const told = { code: 'objections.calendar_missing', fields: { year: '2027', severity: 'warn' } }
  expect(calendarProblem(platform)).toEqual([told])
  platform.config.workdays = { 2027: { holidays: ['2027-01-18'], workdays: [] } }
  await remindAndEscalate(platform, 'person')
  expect(calendarProblem(platform)).toEqual([])
  expect(await getObjection(platform, 1)).toMatchObject({ acceptDue: '2027-01-20', closeDue: '2027-02-01' })
})
