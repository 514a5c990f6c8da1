import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestLedger, type TestLedger } from '../../../test/support/ledger.ts'
import { verifyAudit } from '../../../warehouse/ledger/audit.ts'
import { inTransaction } from '../../../warehouse/ledger/locks.ts'
import { countObjections, getObjection, listObjections } from './list.ts'
import { addItems, moveObjection, moveObjections } from './move.ts'
import { addNotices, listNotices } from './notices.ts'
import { type NewObjection, raiseObjections } from './raise.ts'
import { beginObjectionStep, endObjectionStep, objectionWatermark, openObjectionStep } from './steps.ts'

let ledger: TestLedger
beforeAll(async () => {
  ledger = await startTestLedger()
})
afterAll(() => ledger.close())

const at = new Date('2026-11-26T02:00:00Z')
const raising = {
  actor: 'platform',
  at,
  due: { accept: '2026-11-30', verify: '2026-12-03', close: '2026-12-10' },
}
const objection = (more: Partial<NewObjection> = {}): NewObjection => ({
  cause: 'rule',
  dataset: 'household_registration',
  department: 'public_security',
  field: 'name',
  code: 'required.missing',
  rule: 'household_registration.name.required.missing',
  foundation: 'person',
  raisedBy: 'platform',
  extract: 1,
  ...more,
})
const raise = async (more: Partial<NewObjection> = {}) => {
  const [raised] = await raiseObjections(ledger.db, [objection(more)], raising)
  if (!raised) throw new Error('nothing raised')
  return raised
}

test('the same is raised once, however many processes raise it at once', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => raise({ extract: 11 })))
  expect(all.filter(({ isNew }) => isNew)).toHaveLength(1)
  expect(new Set(all.map(({ objection: { id } }) => id)).size).toBe(1)
  expect(await countObjections(ledger.db, { extract: 11 })).toBe(1)
  const [first, second] = await raiseObjections(
    ledger.db,
    [objection({ extract: 12 }), objection({ extract: 12, ruleVersion: 2 })],
    raising,
  )
  expect(second?.objection.id).toBe(first?.objection.id)
})

test('numbers have no gaps, and days stay days', async () => {
  const [a, b] = [(await raise({ extract: 21 })).objection, (await raise({ extract: 22 })).objection]
  await raise({ extract: 21 })
  expect(b.id).toBe(a.id + 1)
  expect((await raise({ extract: 23 })).objection.id).toBe(b.id + 1)
  expect([a.acceptDue, a.verifyDue, a.closeDue]).toEqual(['2026-11-30', '2026-12-03', '2026-12-10'])
})

test('who, when and why is kept, in the audit log too', async () => {
  const { id } = (await raise({ extract: 31 })).objection
  const later = new Date('2026-11-27T02:00:00Z')
  await moveObjection(ledger.db, id, { event: 'accept', actor: 'officer', at: later })
  await moveObjection(ledger.db, id, { event: 'reject', actor: 'officer', at: later, reason: '登记无误' })
  const known = await getObjection(ledger.db, id)
  expect(known).toMatchObject({ state: 'rejected', closedAt: later })
  expect(known.events.map(({ event, actor, reason }) => [event, actor, reason])).toEqual([
    ['raise', 'platform', null],
    ['accept', 'officer', null],
    ['reject', 'officer', '登记无误'],
  ])
  const lines = await ledger.db
    .selectFrom('audit')
    .select('action')
    .where('subject', '=', String(id))
    .orderBy('seq')
    .execute()
  expect(lines.map(({ action }) => action)).toEqual([
    'objection.raise',
    'objection.accept',
    'objection.reject',
  ])
  expect(await verifyAudit(ledger.db)).toMatchObject({ ok: true })
  await moveObjection(ledger.db, id, { event: 'reopen', actor: 'platform', at: later, due: raising.due })
  expect(await getObjection(ledger.db, id)).toMatchObject({ state: 'raised', closedAt: null, reopened: 1 })
})

test('a refused event and a reason with personal data change nothing', async () => {
  const { id } = (await raise({ extract: 41 })).objection
  const move = (event: 'reject' | 'lift', reason?: string) =>
    moveObjection(ledger.db, id, { event, actor: 'officer', at, reason })
  await expect(move('lift')).rejects.toMatchObject({ code: 'ledger.bad_transition' })
  await expect(move('reject')).rejects.toMatchObject({ code: 'ledger.empty_text' })
  await expect(move('reject', '见 150102199001010018')).rejects.toMatchObject({
    code: 'ledger.personal_data_in_text',
  })
  expect(await getObjection(ledger.db, id)).toMatchObject({ state: 'raised', events: [{ event: 'raise' }] })
  await expect(moveObjection(ledger.db, 9999, { event: 'accept', actor: 'x', at })).rejects.toMatchObject({
    code: 'ledger.unknown_objection',
  })
})

test('several are moved at once, but for those to which it cannot happen', async () => {
  const ids: number[] = []
  for (const extract of [46, 47, 48]) ids.push((await raise({ extract })).objection.id)
  const [first = 0, second = 0, third = 0] = ids
  for (const id of [first, second])
    await moveObjection(ledger.db, id, { event: 'accept', actor: 'officer', at })
  await moveObjections(ledger.db, ids, { event: 'mark', actor: 'platform', at, detail: { release: 7 } })
  const states = await Promise.all(ids.map(async (id) => (await getObjection(ledger.db, id)).state))
  expect(states).toEqual(['marked', 'marked', 'raised'])
  expect((await getObjection(ledger.db, second)).events.at(-1)).toMatchObject({ event: 'mark', seq: 3 })
  expect((await getObjection(ledger.db, third)).events).toHaveLength(1)
  expect(await verifyAudit(ledger.db)).toMatchObject({ ok: true })
  await expect(
    moveObjections(ledger.db, [first, 9999], { event: 'lift', actor: 'x', at }),
  ).rejects.toMatchObject({ code: 'ledger.unknown_objection' })
})

test('who moves and raises does not stand in the way of another who raises', async () => {
  const { id } = (await raise({ extract: 58 })).objection
  let other: ReturnType<typeof raise> | undefined
  await inTransaction(ledger.db, async (tx) => {
    await moveObjection(tx, id, { event: 'again', actor: 'platform', at })
    other = raise({ extract: 59 })
    await sleep(300)
    await raiseObjections(tx, [objection({ extract: 60 })], raising)
  })
  expect((await other)?.isNew).toBe(true)
  expect(await verifyAudit(ledger.db)).toMatchObject({ ok: true })
})

test('rows are added to several at once', async () => {
  const [a, b] = [(await raise({ extract: 56 })).objection, (await raise({ extract: 57 })).objection]
  const added = new Map([
    [a.id, { total: 3, open: 2, fixed: 1 }],
    [b.id, { total: 1, open: 1 }],
  ])
  await addItems(ledger.db, added)
  await addItems(ledger.db, new Map([[a.id, { open: -1, fixed: 1 }]]))
  const counts = { itemsTotal: 3, itemsOpen: 1, itemsFixed: 2 }
  expect(await getObjection(ledger.db, a.id)).toMatchObject(counts)
  expect(await getObjection(ledger.db, b.id)).toMatchObject({ itemsTotal: 1, itemsOpen: 1, itemsFixed: 0 })
})

test('two who close it at once: one does', async () => {
  const { id } = (await raise({ extract: 51 })).objection
  const close = () =>
    moveObjection(ledger.db, id, { event: 'correct', actor: 'x', at, items: { total: 3, fixed: 3 } })
  const ends = await Promise.allSettled([close(), close(), close()])
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await getObjection(ledger.db, id)).toMatchObject({ itemsTotal: 3, itemsFixed: 3 })
})

test('what happened cannot be changed', async () => {
  const { id } = (await raise({ extract: 61 })).objection
  const refused = { code: 'ledger.objection_events_append_only' }
  const events = ledger.db.deleteFrom('objectionEvents').where('objection', '=', id)
  await expect(events.execute()).rejects.toMatchObject(refused)
})

test('objections are found by what they are', async () => {
  await raise({ dataset: 'death_reports', department: 'health', extract: 71 })
  const found = await listObjections(ledger.db, { department: 'health', open: true })
  expect(found).toMatchObject([{ dataset: 'death_reports', extract: 71 }])
  expect(await countObjections(ledger.db, { department: 'health', states: ['lifted'] })).toBe(0)
  expect(await listObjections(ledger.db, { dueBefore: '2026-12-10' })).toEqual([])
  expect(await listObjections(ledger.db, { department: 'health', dueBefore: '2026-12-11' })).toHaveLength(1)
})

test('a step of a dataset is ended before the next begins', async () => {
  const step = (subject: number) =>
    beginObjectionStep(ledger.db, { dataset: 'degrees', kind: 'extract', subject, at })
  const first = await step(3)
  expect(first.step).toBe(1)
  expect(await step(3)).toEqual(first)
  await expect(step(4)).rejects.toThrow(/not ended/)
  expect(await objectionWatermark(ledger.db, 'degrees', 'extract')).toBe(0)
  await inTransaction(ledger.db, (tx) => endObjectionStep(tx, first))
  expect(await openObjectionStep(ledger.db, 'degrees')).toBeUndefined()
  expect(await objectionWatermark(ledger.db, 'degrees', 'extract')).toBe(3)
  expect((await step(4)).step).toBe(2)
})

test('a notice is given once', async () => {
  const { id } = (await raise({ extract: 81, department: 'education' })).objection
  const notice = {
    objection: id,
    kind: 'reminder' as const,
    department: 'education',
    step: 'accept' as const,
    at,
    due: '2026-11-30',
  }
  expect(await addNotices(ledger.db, [notice])).toEqual([notice])
  expect(await addNotices(ledger.db, [notice])).toEqual([])
  expect(await listNotices(ledger.db, { department: 'education' })).toEqual([notice])
})
