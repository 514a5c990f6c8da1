import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fixedClock } from '../../core/clock.ts'
import { startTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { acceptObjection, rejectObjection } from './act.ts'
import { dueRows, itemsOf } from './items.ts'
import { getObjection } from './list.ts'
import { writeMarks } from './marks.ts'
import { raiseObjection } from './raise.ts'

const KEY = '150102199001010018'
let platform: TestPlatform
beforeEach(async () => {
  platform = await startTestPlatform({ clock: fixedClock('2026-11-26T02:00:00Z') })
})
afterEach(() => platform.close())

const request = {
  cause: 'consumer' as const,
  dataset: 'household_registration',
  column: 'name',
  raisedBy: 'city:150100',
  reason: '与本市登记不一致',
}
const marks = async () => {
  await writeMarks(platform, 'person')
  const table = platform.lake.table('marks/person')
  return platform.engine.rows(sql`from ${table.select(await table.snapshot())} order by all`)
}

test('a consumer objects to rows; the same rows again are told to the same objection', async () => {
  const first = await raiseObjection(platform, { ...request, rows: [{ key: KEY }, { extract: 2, line: 7 }] })
  expect(first).toEqual({ objection: 1, added: 2, again: 0 })
  const again = await raiseObjection(platform, { ...request, raisedBy: 'city:150200', rows: [{ key: KEY }] })
  expect(again).toEqual({ objection: 1, added: 0, again: 1 })
  const more = await raiseObjection(platform, { ...request, rows: [{ key: KEY }, { key: 'other' }] })
  expect(more).toEqual({ objection: 2, added: 1, again: 1 })
  expect(await getObjection(platform, 1)).toMatchObject({
    state: 'raised',
    department: 'public_security',
    field: 'name',
    columnName: 'name',
    itemsTotal: 2,
    itemsOpen: 2,
    acceptDue: '2026-11-30',
    closeDue: '2026-12-10',
    events: [{ event: 'raise', reason: request.reason }, { event: 'again' }, { event: 'again' }],
  })
  expect(await itemsOf(platform, 1)).toMatchObject([
    { key: KEY, column: 'name', event: 'again' },
    { key: null, extract: 2, line: 7, event: 'open' },
  ])
  const due =
    await platform.engine.rows(sql`select objection, line::integer as line, due::varchar as due, state
    from ${await dueRows(platform, request.dataset)}`)
  expect(due).toEqual([{ objection: 1, line: 7, due: '2026-12-10', state: 'raised' }])
})

test('rows are marked from acceptance until the objection ends; the table changes only then', async () => {
  const { objection } = await raiseObjection(platform, { ...request, rows: [{ key: KEY }] })
  expect(await marks()).toEqual([])
  await acceptObjection(platform, objection, { actor: 'officer' })
  expect(await marks()).toEqual([{ key: KEY, column_name: 'name', objection }])
  const version = await writeMarks(platform, 'person')
  expect(await writeMarks(platform, 'person')).toBe(version)
  await rejectObjection(platform, objection, { actor: 'officer', reason: '经核实登记无误' })
  expect(await itemsOf(platform, objection)).toMatchObject([{ event: 'rejected' }])
  expect(await getObjection(platform, objection)).toMatchObject({ state: 'rejected', itemsOpen: 0 })
  expect(await marks()).toEqual([])
})

test('what is not right is refused before anything is recorded', async () => {
  const refuse = (more: Partial<Parameters<typeof raiseObjection>[1]>) =>
    expect(raiseObjection(platform, { ...request, rows: [{ key: KEY }], ...more })).rejects
  await refuse({ rows: [{ line: 3 }] }).toMatchObject({ code: 'objections.no_rows' })
  await refuse({ column: 'shoe_size' }).toMatchObject({ code: 'objections.unknown_column' })
  await refuse({ reason: `${KEY} 有误` }).toMatchObject({ code: 'ledger.personal_data_in_text' })
  await refuse({ dataset: 'nothing' }).toMatchObject({ code: 'catalog.unknown_dataset' })
  await expect(getObjection(platform, 1)).rejects.toMatchObject({ code: 'ledger.unknown_objection' })
})
