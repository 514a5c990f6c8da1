import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock } from '../../../core/clock.ts'
import { reportStage } from '../../../pipelines/stages/report.ts'
import { startTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import { acceptObjection, rejectObjection } from '../act.ts'
import { getObjection } from '../ledger/list.ts'
import { addNotices } from '../ledger/notices.ts'
import { raiseObjection } from '../raise.ts'
import { openNotices } from './notice_rows.ts'
import { updateNotices, writeNotices } from './write.ts'

let platform: TestPlatform
const numbers: number[] = []
beforeAll(async () => {
  platform = await startTestPlatform({ clock: fixedClock('2026-09-28T02:00:00Z') })
  for (const column of ['name', 'education', 'ethnic_group']) {
    const { objection } = await raiseObjection(platform, {
      ...{
        cause: 'person',
        dataset: 'household_registration',
        column,
        raisedBy: 'person',
        reason: '<b>窗口</b>',
      },
      rows: [{ key: '150102199001010018' }],
    })
    numbers.push(objection)
    const raised = await getObjection(platform.ledger.db, objection)
    const [acceptDue, closeDue] = [raised.acceptDue ?? '', raised.closeDue ?? '']
    const notice = { objection, department: 'public_security', at: new Date('2026-09-30T02:00:00Z') }
    await addNotices(platform.ledger.db, [
      { ...notice, kind: 'reminder', step: 'accept', due: acceptDue },
      { ...notice, kind: 'escalation', step: 'accept', due: acceptDue },
      { ...notice, kind: 'reminder', step: 'close', due: closeDue },
    ])
  }
  await acceptObjection(platform, numbers[1] ?? 0, { actor: 'officer' })
  await rejectObjection(platform, numbers[2] ?? 0, { actor: 'officer', reason: '无误' })
  Object.assign(platform, { clock: fixedClock('2026-10-09T02:00:00Z') })
})
afterAll(() => platform.close())

test('what stands: open objections, steps not done, the escalation instead of its reminder', async () => {
  const standing = await openNotices(platform, 'public_security')
  expect(standing.map(({ notice, late }) => [notice.kind, notice.step, notice.objection, late])).toEqual([
    // Due on 30 September; 8 and 9 October are working days.
    ['escalation', 'accept', numbers[0], 2],
    ['reminder', 'close', numbers[0], 0],
    ['reminder', 'close', numbers[1], 0],
  ])
  expect(await openNotices(platform, 'civil_affairs')).toEqual([])
})

test('pages and workbooks in both languages, the same bytes each time', async () => {
  const [written, ...others] = await writeNotices(platform)
  expect(others).toEqual([])
  expect(written).toMatchObject({ department: 'public_security', escalations: 1, reminders: 2 })
  const [zh = '', sheet = '', en = ''] = written?.files ?? []
  const page = await readFile(zh, 'utf8')
  for (const text of [
    '疑义数据督办单',
    '自治区公安厅',
    '2026-09-30',
    '受理',
    'lang="zh-CN"',
    '@page{size:A4 landscape',
  ])
    expect(page).toContain(text)
  expect(page).not.toMatch(/https?:|<script|\{\w+\}|150102199001010018/)
  expect(await readFile(en, 'utf8')).toContain('Objections to data: escalation')
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(sheet)
  expect(book.worksheets.map(({ name }) => name)).toEqual(['督办', '催办'])
  expect(book.worksheets[0]?.getRow(2).values).toEqual([
    ...[
      undefined,
      String(numbers[0]),
      '户籍登记信息',
      '姓名',
      '人工提出',
      '1',
      '受理',
      '2026-09-30',
      '2',
      'person',
    ],
  ])
  const before = await readFile(sheet)
  await writeNotices(platform, 'public_security')
  expect((await readFile(sheet)).equals(before)).toBe(true)
  expect(await writeNotices(platform, 'civil_affairs')).toEqual([])
})

test('are kept up to date after a run: of departments with something overdue, and of no other', async () => {
  const folder = join(platform.paths.reports, 'notices')
  const files = [
    'public_security.en.html',
    'public_security.en.xlsx',
    'public_security.html',
    'public_security.xlsx',
  ]
  expect((await reportStage(platform)).counts).toMatchObject({ notices: 1 })
  expect((await readdir(folder)).sort()).toEqual(files)
  const before = await Promise.all(files.map((file) => readFile(join(folder, file))))
  expect(await updateNotices(platform)).toBe(1)
  for (const [at, file] of files.entries())
    expect((await readFile(join(folder, file))).equals(before[at] as Buffer)).toBe(true)
  await acceptObjection(platform, numbers[0] ?? 0, { actor: 'officer' })
  expect(await updateNotices(platform)).toBe(0)
  expect(await readdir(folder)).toEqual([])
})
