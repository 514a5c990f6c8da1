import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  deliveredPlatform,
  HOHHOT,
  personKey,
  REQUESTS,
  sendAgain,
} from '../../../test/support/objections.ts'
import type { TestPlatform } from '../../../test/support/platform.ts'
import { acceptObjection, rejectObjection } from '../act.ts'
import { submitObjections } from '../consumer/submit.ts'
import { itemsOf } from '../items.ts'
import { findAnswers } from '../ledger/answers.ts'
import { openObjectionStep } from '../ledger/steps.ts'
import { getObjection, listObjections } from '../list.ts'
import { raiseObjection } from '../raise.ts'
import { applyAnswers } from './apply.ts'
import { readAnswers } from './read_sheet.ts'
import { writeAnswerSheet } from './write_sheet.ts'

const DEPARTMENT = 'public_security'
const folder = mkdtempSync(join(tmpdir(), 'shuyuan-answers-'))
const path = join(folder, 'answers.xlsx')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let platform: TestPlatform
let first: number
let second: number
let tests = 0
beforeAll(async () => {
  platform = await deliveredPlatform()
}, 240_000)
beforeEach(async () => {
  const rows = [1, 2, 3].map((number) => ({
    key: personKey(number),
    column: 'name',
    reason: 'wrong' as const,
    proposed: '李四',
    text: '=HYPERLINK("http://x")',
  }))
  const sender = { party: HOHHOT, idempotencyKey: `test ${tests++}` }
  const { submission } = await submitObjections(platform, sender, { request: REQUESTS.clear, rows })
  first = submission.groups[0]?.objections[0] ?? 0
  second = (
    await raiseObjection(platform, {
      cause: 'person',
      dataset: 'household_registration',
      column: 'education',
      rows: [{ key: personKey(4) }, { key: personKey(5) }],
      raisedBy: 'person',
      reason: '窗口反映',
    })
  ).objection
})
afterEach(async () => {
  for (const { id } of await listObjections(platform, { open: true }))
    await rejectObjection(platform, id, { actor: 'test', reason: 'the test is over' })
})
afterAll(() => platform.close())

const write = (more = {}) =>
  writeAnswerSheet(platform, path, { department: DEPARTMENT, locale: 'zh-CN', ...more })
const HEADERS = {
  outcome: '处理结果',
  note: '说明',
  resend: '更正后报送批次',
  token: '校验码',
  line: '行',
} as const
type Column = keyof typeof HEADERS

/** Fills rows (from 2) of the sheet and saves it. */
async function fill(
  rows: Record<number, Partial<Record<Column, string | ExcelJS.CellValue>>>,
): Promise<void> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(path)
  const sheet = book.worksheets[0] as ExcelJS.Worksheet
  const headers = (sheet.getRow(1).values as unknown[]).map(String)
  for (const [row, values] of Object.entries(rows))
    for (const [column, value] of Object.entries(values))
      sheet.getRow(Number(row)).getCell(headers.indexOf(HEADERS[column as Column])).value = value as string
  await book.xlsx.writeFile(path)
}
const read = (department = DEPARTMENT) =>
  readAnswers(platform, department, { path, fileName: 'answers.xlsx' })
const answer = async (department = DEPARTMENT) =>
  applyAnswers(platform, { department, actor: 'officer' }, await read(department))
const refused = (row: number, code: string) => ({ faults: [expect.objectContaining({ row, code })] })

describe('an answer sheet', () => {
  it('asks about every open row, masked, neutralised and protected', async () => {
    expect(await write()).toBe(5)
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(path)
    const sheet = book.getWorksheet('疑义数据核处表') as ExcelJS.Worksheet
    const row = sheet.getRow(2).values as string[]
    expect(row.slice(1, 13)).toEqual([
      String(first),
      '户籍登记信息',
      'household_registration_full_20260901.csv',
      '1',
      '2',
      '姓名',
      expect.stringMatching(/^1\*+.{2}$/),
      '人**',
      '内容错误',
      '\'=HYPERLINK("http://x")',
      '李*',
      (await getObjection(platform, first)).closeDue,
    ])
    expect(book.getWorksheet('填写说明')?.getCell('A1').value).toContain('自治区公安厅')
    expect(sheet.headerFooter.oddHeader).toContain('自治区公安厅')
    const all = JSON.stringify(sheet.getSheetValues())
    for (const number of [1, 2, 3, 4, 5]) expect(all).not.toContain(personKey(number))
    expect(sheet.getCell('M2').protection?.locked).toBe(false)
    expect(sheet.getCell('A2').protection?.locked ?? true).toBe(true)
    expect(sheet.getCell('M3').dataValidation).toMatchObject({
      type: 'list',
      formulae: ['"已更正,数据无误,已注销,其他"'],
    })
  })

  it('closes objections by their rows, in one go, and once however often it is sent', async () => {
    await write()
    await fill({
      2: { outcome: '已更正', resend: '1' },
      3: { outcome: '已注销' },
      5: { outcome: '数据无误', note: '经核实学历无误' },
      6: { outcome: '数据无误', note: '经核实学历无误' },
    })
    await sendAgain(platform, [1])
    await sendAgain(platform, [2], { op: 'D' })
    const done = await answer()
    expect(done).toEqual({
      isNew: true,
      rows: 4,
      counts: { corrected: 1, cancelled: 1, right: 2, other: 0, awaitingResend: 0, awaitingSecond: 0 },
    })
    expect(await getObjection(platform, first)).toMatchObject({
      state: 'accepted',
      itemsOpen: 1,
      itemsFixed: 2,
    })
    expect(await getObjection(platform, second)).toMatchObject({
      state: 'rejected',
      itemsOpen: 0,
      itemsFixed: 0,
      events: [{ event: 'raise' }, { event: 'reject', reason: '经核实学历无误', actor: 'officer' }],
    })
    expect((await itemsOf(platform, first)).map(({ event }) => event).sort()).toEqual([
      'fixed',
      'fixed',
      'open',
    ])
    expect(await answer()).toEqual({ ...done, isNew: false })
    expect(await getObjection(platform, first)).toMatchObject({ itemsFixed: 2, events: { length: 3 } })
    await sendAgain(platform, [3])
    await write()
    await fill({ 2: { outcome: '已更正' } })
    await answer()
    expect(await getObjection(platform, first)).toMatchObject({
      state: 'corrected',
      itemsOpen: 0,
      itemsFixed: 3,
    })
  })

  it('asks about a large objection as a whole', async () => {
    expect(await write({ bulkFrom: 2 })).toBe(3)
    await fill({ 2: { outcome: '其他', note: '正在核实' } })
    expect((await answer()).counts).toMatchObject({ other: 3 })
    expect(await getObjection(platform, first)).toMatchObject({ state: 'accepted', itemsOpen: 3 })
    await sendAgain(platform, [1, 2, 3])
    await write({ bulkFrom: 2 })
    await fill({ 2: { outcome: '已更正' } })
    expect((await answer()).counts).toMatchObject({ corrected: 3 })
    expect(await getObjection(platform, first)).toMatchObject({ state: 'corrected', itemsFixed: 3 })
  })

  it('leaves alone what was closed meanwhile', async () => {
    await sendAgain(platform, [1, 2])
    await write()
    await fill({ 2: { outcome: '已更正' } })
    await answer()
    await fill({ 2: { outcome: '数据无误', note: '另有情况' }, 3: { outcome: '已更正' } })
    const none = { cancelled: 0, right: 0, other: 0, awaitingResend: 0, awaitingSecond: 0 }
    expect((await answer()).counts).toEqual({ corrected: 1, ...none })
    expect(await getObjection(platform, first)).toMatchObject({ itemsOpen: 1, itemsFixed: 2 })
  })
})

describe('nothing is applied where a row is wrong', () => {
  it.each<[string, Parameters<typeof fill>[0], number, string]>([
    ['an edited fixed column', { 2: { line: '99', outcome: '已更正' } }, 2, 'token_invalid'],
    [
      'an edited token',
      { 2: { token: `${'0'.repeat(32)}.${'0'.repeat(32)}`, outcome: '已更正' } },
      2,
      'token_invalid',
    ],
    ['no outcome', { 2: { note: '说明' } }, 2, 'outcome_missing'],
    ['an outcome of its own', { 2: { outcome: '好的' } }, 2, 'outcome_unknown'],
    ['no note where one is needed', { 2: { outcome: '数据无误' } }, 2, 'note_missing'],
    [
      'an identity number in the note',
      { 2: { outcome: '其他', note: `见 ${personKey(9)}` } },
      2,
      'personal_data',
    ],
    ['a batch that never came', { 2: { outcome: '已更正', resend: '77' } }, 2, 'resend_unknown'],
    ['a batch that is none', { 2: { outcome: '已更正', resend: '明天' } }, 2, 'resend_unknown'],
    ['a long note', { 2: { outcome: '其他', note: '长'.repeat(501) } }, 2, 'value_too_long'],
    ['a formula', { 2: { outcome: { formula: 'A1', result: '已更正' } } }, 2, 'cell_faulty'],
  ])('%s', async (_what, rows, row, code) => {
    await write()
    await fill({ 4: { outcome: '已更正' }, ...rows })
    await expect(answer()).rejects.toMatchObject(refused(row, code))
    expect(await getObjection(platform, first)).toMatchObject({ state: 'raised', itemsFixed: 0 })
  })

  it("another department's sheet, a row twice, and nothing at all", async () => {
    await write()
    await expect(answer()).rejects.toMatchObject({ code: 'objections.no_answers' })
    await fill({ 2: { outcome: '已更正' } })
    await expect(answer('civil_affairs')).rejects.toMatchObject(refused(2, 'token_invalid'))
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(path)
    const sheet = book.worksheets[0] as ExcelJS.Worksheet
    sheet.addRow(sheet.getRow(2).values)
    await book.xlsx.writeFile(path)
    await expect(answer()).rejects.toMatchObject(refused(7, 'twice'))
  })
})

it('finishes what was cut off between the ledger and the lake', async () => {
  await sendAgain(platform, [1, 2, 3])
  await write()
  await fill({ 2: { outcome: '已更正' }, 3: { outcome: '已更正' }, 4: { outcome: '已更正' } })
  // The process dies as it writes the rows to the lake.
  const lake = { ...platform.lake, table: (name: string) => broken(platform.lake.table(name), name) }
  const answers = await read()
  await expect(
    applyAnswers({ ...platform, lake }, { department: DEPARTMENT, actor: 'officer' }, answers),
  ).rejects.toThrow('killed')
  expect(await openObjectionStep(platform.ledger.db, 'household_registration')).toMatchObject({
    kind: 'answer',
  })
  expect((await itemsOf(platform, first)).map(({ event }) => event)).toEqual(['open', 'open', 'open'])
  await acceptObjection(platform, second, { actor: 'officer' })
  await raiseObjection(platform, {
    cause: 'person',
    dataset: 'household_registration',
    column: 'name',
    rows: [{ key: personKey(6) }],
    raisedBy: 'person',
    reason: '再报',
  })
  expect((await itemsOf(platform, first)).map(({ event }) => event)).toEqual(['fixed', 'fixed', 'fixed'])
  expect(await getObjection(platform, first)).toMatchObject({ state: 'corrected', itemsFixed: 3 })
  const again = await applyAnswers(platform, { department: DEPARTMENT, actor: 'officer' }, answers)
  expect(again).toMatchObject({ isNew: false, counts: { corrected: 3 } })
})

function broken(table: ReturnType<TestPlatform['lake']['table']>, name: string) {
  if (name !== 'objections/items') return table
  return { ...table, commit: () => Promise.reject(new Error('killed')) }
}

it('keeps the ledger free of whose rows were answered', async () => {
  await write()
  await fill({ 2: { outcome: '已更正' } })
  await answer()
  const rows = await platform.ledger.db.selectFrom('objectionAnswers').selectAll().execute()
  expect(rows.at(-1)).toMatchObject({ department: DEPARTMENT, rows: 1 })
  expect(JSON.stringify(rows)).not.toContain(personKey(1))
  expect(await findAnswers(platform.ledger.db, 'civil_affairs', rows[0]?.digest ?? '')).toBeUndefined()
})
