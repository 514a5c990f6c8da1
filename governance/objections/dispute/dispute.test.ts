import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { citizenId } from '../../../demo/check_digits.ts'
import { buildStage } from '../../../pipelines/stages/build.ts'
import { disputeStage } from '../../../pipelines/stages/objections.ts'
import { type SentRow, send, take } from '../../../test/support/objected_rows.ts'
import { startTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { rejectObjection } from '../act.ts'
import { itemsOf } from '../items.ts'
import { getObjection, listObjections } from '../list.ts'

const HOUSEHOLD = 'household_registration'
const ALLOWANCE = 'minimum_living_allowance'

let platform: TestPlatform
/** The day of the newest file. */
let today = ''
beforeEach(async () => {
  today = '2026-09-02'
  platform = await startTestPlatform({ clock: { now: () => new Date(`${today}T02:00:00Z`) } })
})
afterEach(() => platform.close())

const key = (number: number) => citizenId(`1501021990010100${number}`)
const household = (number: number, more: SentRow = {}): SentRow => ({
  citizen_id: key(number),
  name: '王甲',
  sex: number % 2 === 1 ? '1' : '2',
  birth_date: '1990-01-01',
  ethnic_group: '01',
  education: '70',
  division: '150102',
  address: '内蒙古自治区呼和浩特市新城区海拉尔大街1号',
  household_no: `H${number}`,
  updated_at: '2026-09-01 10:00:00',
  ...more,
})
const allowance = (number: number, more: SentRow = {}): SentRow => ({
  citizen_id: key(number),
  name: '王甲',
  certificate_no: `DB${number}`,
  kind: '1',
  from_date: '2020-01-01',
  updated_at: '2026-09-01 10:00:00',
  ...more,
})
async function release(dataset: string, day: string, rows: SentRow[]): Promise<void> {
  const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`
  if (date > today) today = date
  send(platform, { dataset, mode: 'delta', day }, rows)
  await take(platform, dataset)
  await buildStage(platform, 'person', null)
  await disputeStage(platform, 'person')
}
const disagreements = () => listObjections(platform, { cause: 'disagreement' })
const disputed = async () => {
  const table = platform.lake.table('base/person')
  return platform.engine.rows(
    sql`select citizen_id, disputed from ${table.select(await table.snapshot())} where disputed is not null`,
  )
}

test('a copy that differs is objected to, marked, lifted when it agrees, reopened when it differs again', async () => {
  await release(HOUSEHOLD, '20260901', [household(1), household(2)])
  await release(ALLOWANCE, '20260902', [allowance(1, { name: '王乙' }), allowance(2)])
  expect(await disagreements()).toMatchObject([
    {
      dataset: ALLOWANCE,
      department: 'civil_affairs',
      counterpart: HOUSEHOLD,
      columnName: 'name',
      field: 'name',
      code: 'disagreement.differs',
      state: 'accepted',
      itemsOpen: 1,
    },
  ])
  expect(await itemsOf(platform, 1)).toMatchObject([{ key: key(1), extract: 1, line: 2, event: 'open' }])
  await release(ALLOWANCE, '20260903', [allowance(2, { amount: '1' })])
  expect(await disputed()).toEqual([{ citizen_id: key(1), disputed: ['name'] }])
  expect(await getObjection(platform, 1)).toMatchObject({ state: 'marked' })
  await release(ALLOWANCE, '20260904', [allowance(1)])
  expect(await getObjection(platform, 1)).toMatchObject({ state: 'corrected', itemsOpen: 0, itemsFixed: 1 })
  await release(ALLOWANCE, '20260905', [allowance(2, { amount: '2' })])
  expect(await disputed()).toEqual([])
  expect(await getObjection(platform, 1)).toMatchObject({ state: 'lifted' })
  await release(ALLOWANCE, '20260906', [allowance(1, { name: '王丙' })])
  expect(await getObjection(platform, 1)).toMatchObject({ state: 'raised', reopened: 1, itemsOpen: 1 })
  expect(await disagreements()).toHaveLength(1)
})

test('the same disagreement in another release is the same; a rejected one rises only with other values', async () => {
  await release(HOUSEHOLD, '20260901', [household(1)])
  await release(ALLOWANCE, '20260902', [allowance(1, { name: '王乙' })])
  await release(ALLOWANCE, '20260903', [allowance(1, { name: '王乙', amount: '1' })])
  expect((await getObjection(platform, 1)).events.map(({ event }) => event)).toContain('again')
  await rejectObjection(platform, 1, { actor: 'officer', reason: '曾用名' })
  await release(ALLOWANCE, '20260904', [allowance(1, { name: '王乙', amount: '2' })])
  expect(await disagreements()).toMatchObject([{ state: 'lifted' }])
  await release(ALLOWANCE, '20260905', [allowance(1, { name: '王丙' })])
  expect(await disagreements()).toMatchObject([{ state: 'lifted' }, { state: 'accepted', itemsOpen: 1 }])
})

test('a value that only the copy has is for the authority to give', async () => {
  await release(HOUSEHOLD, '20260901', [household(1, { address: '' })])
  await release(ALLOWANCE, '20260902', [allowance(1, { household_address: '某街' })])
  expect(await disagreements()).toMatchObject([
    { dataset: HOUSEHOLD, department: 'public_security', counterpart: ALLOWANCE, field: 'address' },
  ])
})
