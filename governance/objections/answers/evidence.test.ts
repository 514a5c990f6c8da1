import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '../../../core/clock.ts'
import { citizenId } from '../../../demo/check_digits.ts'
import { allowanceRow, degreeRow, type SentRow, send, take } from '../../../test/support/objected_rows.ts'
import { startTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { actor } from '../../record.ts'
import { correctObjection, rejectObjection } from '../act.ts'
import { claimOf, confirmObjection } from '../confirm.ts'
import { itemsOf } from '../items.ts'
import { getObjection, listObjections } from '../list.ts'
import { mathematicalCodes } from '../mathematical.ts'
import { raiseObjection } from '../raise.ts'
import { reopenObjection } from '../reopen.ts'
import { objectionStats } from '../stats.ts'
import { applyAnswers } from './apply.ts'
import type { AnswerOutcome } from './outcomes.ts'

const ALLOWANCE = 'minimum_living_allowance'
const DEGREES = 'degrees'

let platform: TestPlatform
beforeEach(async () => {
  const officers = [{ id: 'chief', name: 'Chief', account: actor() }]
  platform = await startTestPlatform({ clock: fixedClock('2026-10-12T02:00:00Z'), config: { officers } })
})
afterEach(() => platform.close())

const key = (number: number) => citizenId(`15010219900101${String(number).padStart(3, '0')}`)
const allowance = (number: number, more: SentRow = {}) => allowanceRow(key(number), `DB${number}`, more)
const delta = async (day: string, rows: SentRow[]) => {
  send(platform, { dataset: ALLOWANCE, mode: 'delta', day }, rows)
  await take(platform, ALLOWANCE)
}
const dump = async (day: string, rows: SentRow[]) => {
  send(platform, { dataset: ALLOWANCE, mode: 'full', day }, rows)
  await take(platform, ALLOWANCE)
}
const everybody = (first: SentRow) => [first, ...[2, 3, 4, 5, 6, 7, 8, 9].map((each) => allowance(each))]

/** A person objects to the amount, or to the record, of number 1. */
const raise = async (field: string | null = 'amount') =>
  (
    await raiseObjection(platform, {
      cause: 'person',
      dataset: ALLOWANCE,
      ...(field === null ? {} : { field }),
      rows: [{ key: key(1) }],
      raisedBy: 'person',
      reason: '窗口反映',
    })
  ).objection

let sheets = 0
/** Answers all rows of an objection, as a sheet does. */
async function answer(
  id: number,
  outcome: AnswerOutcome,
  { resend = null, by = 'officer' }: { resend?: number | null; by?: string } = {},
) {
  const { department } = await getObjection(platform, id)
  const rows = await itemsOf(platform, id, { open: true })
  sheets += 1
  const answers = rows.map(({ item }, at) => ({
    row: at + 2,
    objection: id,
    item,
    outcome,
    note: `说明${sheets}`,
    resend,
  }))
  return (await applyAnswers(platform, { department, actor: by }, answers)).counts
}
const state = async (id: number) => {
  const { state: now, itemsOpen, itemsFixed } = await getObjection(platform, id)
  return [now, itemsOpen, itemsFixed]
}
const fixed = async () => (await objectionStats(platform)).reduce((sum, each) => sum + each.fixed, 0)

describe('an answer "corrected"', () => {
  test('stays open until a later batch has the key accepted with another value', async () => {
    await dump('20260901', everybody(allowance(1)))
    const id = await raise()
    expect(await answer(id, 'corrected', { resend: 1 })).toMatchObject({ corrected: 0, awaitingResend: 1 })
    expect(await state(id)).toEqual(['accepted', 1, 0])
    expect(await fixed()).toBe(0)
    await delta('20260905', [allowance(1, { updated_at: '2026-09-04 10:00:00', name: '王乙' })])
    expect(await state(id)).toEqual(['accepted', 1, 0])
    await delta('20260906', [allowance(1, { amount: '9000' })])
    expect(await state(id)).toEqual(['accepted', 1, 0])
    await delta('20260910', [allowance(1, { updated_at: '2026-09-09 10:00:00', amount: '600' })])
    expect(await state(id)).toEqual(['corrected', 0, 1])
    expect((await getObjection(platform, id)).events.at(-1)).toMatchObject({
      actor: 'platform',
      detail: { extract: 4, fixed: 1 },
    })
    // Its own objection, and that of the rule that the wrong amount failed.
    expect(await fixed()).toBe(2)
  })

  test('ends the matter at once where the batch is there already', async () => {
    await dump('20260901', everybody(allowance(1)))
    const id = await raise()
    await delta('20260910', [allowance(1, { amount: '600' })])
    expect(await state(id)).toMatchObject([expect.anything(), 1, 0])
    expect(await answer(id, 'corrected')).toMatchObject({ corrected: 1, awaitingResend: 0 })
    expect(await state(id)).toEqual(['corrected', 0, 1])
  })

  test('of a row that failed a rule waits for the row that passes', async () => {
    await delta('20260901', [allowance(1, { amount: '9000' }), allowance(2)])
    const [objection] = await listObjections(platform)
    const id = objection?.id ?? 0
    expect(await answer(id, 'corrected')).toMatchObject({ corrected: 0, awaitingResend: 1 })
    expect(await state(id)).toEqual(['accepted', 1, 0])
    await delta('20260905', [allowance(1, { amount: '800' })])
    expect(await state(id)).toEqual(['corrected', 0, 1])
  })

  test('of a record as a whole takes any other value; the same again is none', async () => {
    await dump('20260901', everybody(allowance(1)))
    const id = await raise(null)
    await delta('20260905', [allowance(1, { updated_at: '2026-09-04 10:00:00' })])
    expect(await answer(id, 'corrected')).toMatchObject({ awaitingResend: 1 })
    await delta('20260906', [allowance(1, { updated_at: '2026-09-05 10:00:00', name: '王乙' })])
    expect(await state(id)).toEqual(['corrected', 0, 1])
  })

  test('from before a row was reopened counts no more, nor does a batch from before', async () => {
    await dump('20260901', everybody(allowance(1)))
    const id = await raise()
    await answer(id, 'corrected')
    await delta('20260905', [allowance(1, { amount: '600' })])
    expect(await state(id)).toEqual(['corrected', 0, 1])
    await reopenObjection(platform, id, { actor: 'person', reason: '仍不正确' })
    await delta('20260906', [allowance(1, { amount: '700' })])
    expect(await state(id)).toMatchObject([expect.anything(), 1, 0])
    expect(await answer(id, 'corrected')).toMatchObject({ corrected: 1 })
  })
})

describe('an answer "cancelled"', () => {
  test('stays open until the record is off the register, by a delta or a full dump', async () => {
    await dump('20260901', everybody(allowance(1)))
    const id = await raise()
    expect(await answer(id, 'cancelled')).toMatchObject({ cancelled: 0, awaitingResend: 1 })
    await delta('20260905', [allowance(1, { amount: '600' })])
    expect(await state(id)).toEqual(['accepted', 1, 0])
    await delta('20260906', [{ ...allowance(1), updated_at: '2026-09-06 01:00:00', op: 'D' }])
    expect(await state(id)).toEqual(['corrected', 0, 1])
  })

  test('a full dump without the key shows it', async () => {
    await dump('20260901', everybody(allowance(1)))
    const id = await raise()
    expect(await answer(id, 'cancelled')).toMatchObject({ awaitingResend: 1 })
    await dump('20261001', everybody(allowance(1)).slice(1))
    expect(await state(id)).toEqual(['corrected', 0, 1])
  })
})

describe('a row without a usable key', () => {
  const address = { household_address: '内蒙古自治区呼和浩特市新城区海拉尔大街1号' }
  const unusable = allowance(1, { ...address, citizen_id: '150102' })
  const objected = async (code: string) =>
    (await listObjections(platform)).find((each) => each.code === code)?.id ?? 0

  test('is not corrected by a batch that has other rows', async () => {
    await delta('20260901', [unusable, allowance(2)])
    const id = await objected('citizen_id.shape')
    await delta('20260905', [allowance(3, address)])
    for (const resend of [null, 1, 2])
      expect(await answer(id, 'corrected', { resend })).toMatchObject({ corrected: 0, awaitingResend: 1 })
    await delta('20260906', [allowance(1, address)])
    expect(await state(id)).toEqual(['corrected', 0, 1])
  })
})

describe('of several records of one person', () => {
  const degree = (certificate: string, more: SentRow = {}) => degreeRow(key(1), certificate, more)
  const [own, other, another] = ['10126201200001', '10126201500002', '10126201800003'] as const
  const sent = async (day: string, rows: SentRow[]) => {
    send(platform, { dataset: DEGREES, mode: 'delta', day }, rows)
    await take(platform, DEGREES)
  }
  const raised = async (row: { key: string } | { extract: number; line: number }, field: string) => {
    await sent('20260901', [degree(own), degree(other)])
    const request = {
      cause: 'person',
      dataset: DEGREES,
      field,
      raisedBy: 'person',
      reason: '窗口反映',
    } as const
    return (await raiseObjection(platform, { ...request, rows: [row] })).objection
  }
  const later = { updated_at: '2026-09-09 10:00:00', institution: '内蒙古师范大学' }

  test('only the objected one proves that it was mended', async () => {
    const id = await raised({ extract: 1, line: 2 }, 'institution')
    expect(await answer(id, 'corrected', { resend: 1 })).toMatchObject({ corrected: 0, awaitingResend: 1 })
    await sent('20260910', [degree(other, later), degree(another, later)])
    expect(await state(id)).toEqual(['accepted', 1, 0])
    await sent('20260911', [degree(own, later)])
    expect(await state(id)).toEqual(['corrected', 0, 1])
  })

  test('the end of another one takes none off the register', async () => {
    const id = await raised({ extract: 1, line: 2 }, 'institution')
    await answer(id, 'cancelled')
    await sent('20260910', [degree(other, { ...later, op: 'D' })])
    expect(await state(id)).toEqual(['accepted', 1, 0])
    await sent('20260911', [degree(own, { ...later, op: 'D' })])
    expect(await state(id)).toEqual(['corrected', 0, 1])
  })

  test('a full dump without the objected one shows that it is cancelled, one without another does not', async () => {
    const id = await raised({ extract: 1, line: 2 }, 'institution')
    await answer(id, 'cancelled')
    const dumped = async (day: string, rows: SentRow[]) => {
      send(platform, { dataset: DEGREES, mode: 'full', day }, rows)
      await take(platform, DEGREES)
    }
    await dumped('20260910', [degree(own)])
    expect(await state(id)).toEqual(['accepted', 1, 0])
    await dumped('20260911', [degree(other)])
    expect(await state(id)).toEqual(['corrected', 0, 1])
  })

  test('a new one mends none of those that the person had', async () => {
    const id = await raised({ key: key(1) }, 'institution')
    await answer(id, 'corrected')
    await sent('20260910', [degree(another, later)])
    expect(await state(id)).toEqual(['accepted', 1, 0])
    await sent('20260911', [degree(other, later)])
    expect(await state(id)).toEqual(['corrected', 0, 1])
  })

  test('a wrong number of the record is mended by the row that is otherwise the same', async () => {
    const id = await raised({ extract: 1, line: 2 }, 'certificate_no')
    await answer(id, 'corrected')
    await sent('20260910', [degree(another, later)])
    expect(await state(id)).toEqual(['accepted', 1, 0])
    await sent('20260911', [degree('10126201200009', { updated_at: '2026-09-10 10:00:00' })])
    expect(await state(id)).toEqual(['corrected', 0, 1])
  })
})

test('a whole objection is not corrected before its rows came again', async () => {
  await dump('20260901', everybody(allowance(1)))
  const id = await raise()
  const before = await getObjection(platform, id)
  await expect(correctObjection(platform, id, { actor: 'officer' })).rejects.toMatchObject({
    code: 'objections.not_resent',
    fields: { objection: id, rows: 1, total: 1 },
  })
  expect(await getObjection(platform, id)).toEqual(before)
  await delta('20260905', [allowance(1, { amount: '600' })])
  expect(await correctObjection(platform, id, { actor: 'officer' })).toMatchObject({ state: 'corrected' })
})

describe('"the data are right" against a mathematical check', () => {
  const impossible = async () => {
    const rows = [degreeRow(key(1), '10126201200001', { graduated_on: '2012-13-01' })]
    send(platform, { dataset: DEGREES, mode: 'delta', day: '20260901' }, rows)
    await take(platform, DEGREES)
    const [objection] = await listObjections(platform, { open: true })
    expect(mathematicalCodes).toContain(objection?.code)
    return objection?.id ?? 0
  }

  test('waits, answered in a sheet, for another officer with an account', async () => {
    const id = await impossible()
    expect(await answer(id, 'right', { by: 'police clerk' })).toMatchObject({ right: 0, awaitingSecond: 1 })
    expect(await state(id)).toEqual(['accepted', 1, 0])
    await expect(confirmObjection(platform, id, { officer: 'nobody' })).rejects.toMatchObject({
      code: 'pipelines.unknown_officer',
    })
    expect(await confirmObjection(platform, id, { officer: 'chief', reason: '原件已核' })).toMatchObject({
      state: 'rejected',
      itemsOpen: 0,
    })
    expect((await getObjection(platform, id)).events.at(-1)).toMatchObject({
      event: 'reject',
      actor: actor(),
      reason: expect.stringMatching(/^说明\d+；原件已核$/),
      detail: { officer: 'chief', right: 1 },
    })
    expect((await itemsOf(platform, id)).map(({ event }) => event)).toEqual(['rejected'])
    await expect(confirmObjection(platform, id, { officer: 'chief' })).rejects.toMatchObject({
      code: 'objections.nothing_to_confirm',
    })
  })

  test('waits, said of the whole, and who said it cannot confirm it', async () => {
    const id = await impossible()
    await expect(confirmObjection(platform, id, { officer: 'chief' })).rejects.toMatchObject({
      code: 'objections.nothing_to_confirm',
    })
    await rejectObjection(platform, id, { actor: actor(), reason: '原件如此' })
    expect(await state(id)).toEqual(['accepted', 1, 0])
    expect(claimOf(await getObjection(platform, id))).toEqual({ actor: actor(), reason: '原件如此' })
    await expect(confirmObjection(platform, id, { officer: 'chief' })).rejects.toMatchObject({
      code: 'objections.same_person',
    })
    await rejectObjection(platform, id, { actor: 'clerk', reason: '原件如此' })
    expect(await confirmObjection(platform, id, { officer: 'chief' })).toMatchObject({ state: 'rejected' })
    await reopenObjection(platform, id, { actor: 'person', reason: '仍有疑问' })
    expect(claimOf(await getObjection(platform, id))).toBeUndefined()
  })

  test('a check that is none ends at once', async () => {
    await delta('20260901', [allowance(1, { amount: '9000' }), allowance(2)])
    const [objection] = await listObjections(platform)
    expect(await answer(objection?.id ?? 0, 'right')).toMatchObject({ right: 1, awaitingSecond: 0 })
  })
})
