import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '../../../core/clock.ts'
import { citizenId } from '../../../demo/check_digits.ts'
import {
  allowanceRow,
  degreeRow,
  type SentRow,
  send,
  stand,
  stillOpen,
  take,
} from '../../../test/support/objected_rows.ts'
import { startTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { rejectObjection } from '../act.ts'
import { itemsOf } from '../items.ts'
import { getObjection, listObjections } from '../list.ts'

const ALLOWANCE = 'minimum_living_allowance'
const DEGREES = 'degrees'

let platform: TestPlatform
beforeEach(async () => {
  platform = await startTestPlatform({ clock: fixedClock('2026-10-12T02:00:00Z') })
})
afterEach(() => platform.close())

const key = (number: number) =>
  citizenId(`1501021990${String(1 + (number % 9)).padStart(2, '0')}01${String(number).padStart(3, '0')}`)
const allowance = (number: number, more: SentRow = {}): SentRow =>
  allowanceRow(key(number), `DB${number}`, more)
const degree = (number: number, more: SentRow = {}): SentRow =>
  degreeRow(key(number), `1012620120${String(number).padStart(4, '0')}`, more)
const many = (make: (number: number) => SentRow, count: number, from = 100) =>
  Array.from({ length: count }, (_, at) => make(from + at))
const sentDump = (day: string, rows: SentRow[], lines: string[] = []) =>
  send(platform, { dataset: ALLOWANCE, mode: 'full', day }, rows, lines)
const sentDelta = (day: string, rows: SentRow[]) =>
  send(platform, { dataset: ALLOWANCE, mode: 'delta', day }, rows)
const BAD = { amount: '9000' }
const states = async () =>
  (await listObjections(platform)).map(({ id, state, itemsOpen, itemsFixed }) => [
    id,
    state,
    itemsOpen,
    itemsFixed,
  ])

describe('failing rows', () => {
  test('a thousand identical failures are one objection; the same again is no other', async () => {
    const rows = [
      ...many((each) => allowance(each, BAD), 250, 1),
      ...many((each) => allowance(each), 740, 251),
    ]
    sentDump('20260901', rows)
    await take(platform, ALLOWANCE)
    const [objection, ...others] = await listObjections(platform)
    expect(others).toEqual([])
    expect(objection).toMatchObject({
      cause: 'rule',
      dataset: ALLOWANCE,
      department: 'civil_affairs',
      field: 'amount',
      code: 'range.outside',
      columnName: 'allowance_amount',
      period: '2026-09',
      extract: 1,
      ruleVersion: 1,
      itemsTotal: 250,
      itemsOpen: 250,
      state: 'accepted',
    })
    sentDump(
      '20261001',
      rows.map((row) => ({ ...row, updated_at: '2026-10-01 10:00:00' })),
    )
    await take(platform, ALLOWANCE)
    expect(await states()).toEqual([[1, 'accepted', 250, 0]])
    expect((await getObjection(platform, 1)).events.map(({ event }) => event)).toEqual([
      'raise',
      'accept',
      'again',
    ])
    expect(await itemsOf(platform, 1, { limit: 1 })).toMatchObject([
      { event: 'again', extract: 2, field: 'amount' },
    ])
    await take(platform, ALLOWANCE)
    expect((await getObjection(platform, 1)).events).toHaveLength(3)
  })

  test('each rule, and each extract, has its own; self-healed codes have none', async () => {
    const historical = { household_division: '152101' }
    sentDump('20260901', [allowance(1, { ...BAD, kind: '9' }), allowance(2, historical), allowance(3)])
    await take(platform, ALLOWANCE)
    expect((await stand(platform, ALLOWANCE)).map(({ objection, code }) => [objection, code])).toEqual([
      [1, 'range.outside'],
      [2, 'code.unknown'],
    ])
    sentDelta('20260910', [allowance(4, BAD)])
    await take(platform, ALLOWANCE)
    expect(await states()).toEqual([
      [1, 'accepted', 1, 0],
      [2, 'accepted', 1, 0],
      [3, 'accepted', 1, 0],
    ])
  })

  test('what is configured is raised and not raised', async () => {
    const { objections } = platform.config
    const codes = { 'range.outside': false, 'division.historical': true }
    platform.config = {
      ...platform.config,
      objections: { ...objections, raise: { ...objections.raise, codes } },
    }
    sentDump('20260901', [allowance(1, BAD), allowance(2, { household_division: '152101' }), allowance(3)])
    await take(platform, ALLOWANCE)
    expect((await listObjections(platform)).map(({ code }) => code)).toEqual(['division.historical'])
  })
})

describe('a corrected re-send', () => {
  test('closes what it mends, names the extract, and is reopened when the same fails again', async () => {
    sentDelta('20260901', [allowance(1, BAD), allowance(2, BAD), allowance(3)])
    await take(platform, ALLOWANCE)
    sentDelta('20260905', [allowance(1)])
    await take(platform, ALLOWANCE)
    expect(await states()).toEqual([[1, 'accepted', 1, 1]])
    sentDelta('20260910', [allowance(2, { amount: '600' })])
    await take(platform, ALLOWANCE)
    expect(await states()).toEqual([[1, 'corrected', 0, 2]])
    const { events } = await getObjection(platform, 1)
    expect(events.map(({ event }) => event)).toEqual(['raise', 'accept', 'progress', 'correct'])
    expect(events.at(-1)).toMatchObject({ actor: 'platform', detail: { extract: 3, fixed: 1 } })
    sentDelta('20260915', [allowance(2, BAD)])
    await take(platform, ALLOWANCE)
    expect(await getObjection(platform, 1)).toMatchObject({
      state: 'raised',
      reopened: 1,
      itemsOpen: 1,
      itemsFixed: 1,
      closedAt: null,
    })
    expect((await itemsOf(platform, 1, { open: true })).map(({ event }) => event)).toEqual(['reopened'])
  })

  test('a later row of the same delta mends an earlier one; a late delta does not', async () => {
    sentDelta('20260910', [allowance(1, BAD), allowance(1), allowance(2), allowance(2, BAD)])
    await take(platform, ALLOWANCE)
    expect(await stillOpen(platform, ALLOWANCE)).toEqual([{ key: key(2), code: 'range.outside' }])
    send(platform, { dataset: ALLOWANCE, mode: 'delta', day: '20260905', batch: 'late' }, [allowance(2)])
    await take(platform, ALLOWANCE)
    expect(await stillOpen(platform, ALLOWANCE)).toHaveLength(1)
  })

  test('a full dump mends what fails in it no more; a deletion withdraws', async () => {
    sentDump('20260901', [allowance(1, BAD), allowance(2, BAD), allowance(3, BAD), ...many(allowance, 6)])
    await take(platform, ALLOWANCE)
    sentDelta('20260910', [{ ...allowance(3), op: 'D' }])
    await take(platform, ALLOWANCE)
    sentDump('20261001', [allowance(1), allowance(4), ...many(allowance, 6)])
    await take(platform, ALLOWANCE)
    const ends = (await stand(platform, ALLOWANCE)).map((each) => [each.key, each.event])
    expect(ends.sort()).toEqual(
      [
        [key(1), 'fixed'],
        [key(2), 'withdrawn'],
        [key(3), 'withdrawn'],
      ].sort(),
    )
    expect(await states()).toEqual([[1, 'corrected', 0, 3]])
  })

  test('a row without a usable key is known by its other fields', async () => {
    const unreadable = {
      citizen_id: '150102',
      household_address: '内蒙古自治区呼和浩特市新城区海拉尔大街1号',
    }
    sentDelta('20260901', [
      allowance(1, unreadable),
      allowance(2, { citizen_id: '150102', name: '', certificate_no: '', from_date: '', amount: '' }),
    ])
    await take(platform, ALLOWANCE)
    const before = await stillOpen(platform, ALLOWANCE)
    expect(before.filter(({ code }) => code === 'citizen_id.shape')).toHaveLength(2)
    expect(before.every((each) => each.key === null)).toBe(true)
    sentDelta('20260905', [
      allowance(1, { ...unreadable, citizen_id: key(1), updated_at: '2026-09-04 10:00:00' }),
    ])
    await take(platform, ALLOWANCE)
    expect(
      (await stillOpen(platform, ALLOWANCE)).filter(({ code }) => code === 'citizen_id.shape'),
    ).toHaveLength(1)
  })

  test('records of a subject are told apart by their record key, also where that is what is wrong', async () => {
    send(platform, { dataset: DEGREES, mode: 'delta', day: '20260901' }, [
      degree(1, { certificate_no: '10126201200001', graduated_on: '2012-13-01' }),
      degree(1, { certificate_no: '10126201600001', graduated_on: '2016-13-01' }),
      degree(2, { certificate_no: '1' }),
    ])
    await take(platform, DEGREES)
    expect(await stillOpen(platform, DEGREES)).toHaveLength(3)
    send(platform, { dataset: DEGREES, mode: 'delta', day: '20260905' }, [
      degree(1, { certificate_no: ' 10126201200001 ', graduated_on: '2012-07-01' }),
      degree(2, { certificate_no: '10126201200009' }),
    ])
    await take(platform, DEGREES)
    expect(await stillOpen(platform, DEGREES)).toEqual([{ key: key(1), code: 'date.invalid' }])
  })

  test('a record that could not be read is mended by the key in it', async () => {
    sentDump('20260901', [allowance(1), allowance(2), ...many(allowance, 6)], [`${key(3)},"王甲`])
    await take(platform, ALLOWANCE)
    expect(await stillOpen(platform, ALLOWANCE)).toMatchObject([
      { key: null, code: expect.stringMatching(/^parse/) },
    ])
    sentDelta('20260905', [allowance(3)])
    await take(platform, ALLOWANCE)
    expect(await stillOpen(platform, ALLOWANCE)).toEqual([])
  })
})

describe('a rejected objection', () => {
  test('does not rise again for the unchanged row, but does when its content changes', async () => {
    sentDump('20260901', [allowance(1, BAD), ...many(allowance, 6)])
    await take(platform, ALLOWANCE)
    await rejectObjection(platform, 1, { actor: 'officer', reason: '经核实金额无误' })
    sentDump('20261001', [allowance(1, { ...BAD, updated_at: '2026-09-30 10:00:00' }), ...many(allowance, 6)])
    await take(platform, ALLOWANCE)
    expect(await states()).toEqual([[1, 'rejected', 0, 0]])
    sentDelta('20261003', [allowance(1, { amount: '9001' })])
    await take(platform, ALLOWANCE)
    expect(await states()).toEqual([
      [1, 'rejected', 0, 0],
      [2, 'accepted', 1, 0],
    ])
  })
})

describe('an extract as a whole', () => {
  test('is objected to while its finding stands, and its rows too', async () => {
    sentDump('20260901', many(allowance, 40))
    await take(platform, ALLOWANCE)
    sentDump('20261001', [allowance(1, BAD)])
    await take(platform, ALLOWANCE)
    const open = await listObjections(platform, { open: true })
    expect(open.map(({ code, itemsOpen }) => [code, itemsOpen])).toEqual([
      ['range.outside', 1],
      ['row_count.dropped', 1],
    ])
    expect(await itemsOf(platform, 2)).toEqual([])
    sentDump('20261002', many(allowance, 41))
    await take(platform, ALLOWANCE)
    expect((await listObjections(platform)).map(({ state }) => state)).toEqual(['corrected', 'corrected'])
  })
})

test('no personal data is in the ledger', async () => {
  sentDump(
    '20260901',
    [allowance(1, BAD), allowance(2, { citizen_id: '150102199001010010' })],
    [`${key(3)},"王甲`],
  )
  await take(platform, ALLOWANCE)
  const { db } = platform.ledger
  const text = JSON.stringify([
    await db.selectFrom('objections').selectAll().execute(),
    await db.selectFrom('objectionEvents').selectAll().execute(),
    await db.selectFrom('objectionSteps').selectAll().execute(),
    await db.selectFrom('notices').selectAll().execute(),
    await db.selectFrom('audit').selectAll().execute(),
  ])
  expect(text).toContain('range.outside')
  expect(text).not.toMatch(/15010219\d{9}|王甲|DB\d/)
})
