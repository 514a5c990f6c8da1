import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  BAOTOU,
  deliveredPlatform,
  HOHHOT,
  hashedKey,
  personKey,
  REQUESTS,
} from '../../../test/support/objections.ts'
import type { TestPlatform } from '../../../test/support/platform.ts'
import { rejectObjection } from '../act.ts'
import { itemsOf } from '../items.ts'
import { listSubmissions, openSubmission } from '../ledger/submissions.ts'
import { getObjection, listObjections } from '../list.ts'
import { raiseObjection } from '../raise.ts'
import type { SubmittedRow } from './check_rows.ts'
import { followSubmission, listSubmitted, withdrawSubmission } from './follow.ts'
import { readSubmission } from './read_sheet.ts'
import { submitObjections } from './submit.ts'
import { writeTemplate } from './template.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await deliveredPlatform()
}, 240_000)
afterAll(() => platform.close())

let sent = 0
const submit = (
  rows: SubmittedRow[],
  {
    request = REQUESTS.clear as string,
    key = `key-${sent++}`,
    party = HOHHOT as { kind: 'city'; id: string },
    ...more
  } = {},
) => submitObjections(platform, { party, idempotencyKey: key }, { request, rows, ...more })
const wrong = (number: number, more: Partial<SubmittedRow> = {}): SubmittedRow => ({
  key: personKey(number),
  column: 'name',
  reason: 'wrong',
  ...more,
})

describe('a city that objects to rows that it received', () => {
  it('names them by key and column; the department of the source must act', async () => {
    const { submission, isNew } = await submit([wrong(1, { text: '应为曾用名', proposed: '张三' }), wrong(2)])
    expect(isNew).toBe(true)
    expect(submission).toMatchObject({
      status: 'done',
      party: 'city:150100',
      rows: 2,
      groups: [{ dataset: 'household_registration', column: 'name', reason: 'wrong', rows: 2 }],
    })
    const [number = 0] = submission.groups[0]?.objections ?? []
    expect(await getObjection(platform, number)).toMatchObject({
      cause: 'consumer',
      department: 'public_security',
      columnName: 'name',
      field: 'name',
      code: 'consumer.wrong',
      raisedBy: 'city:150100',
      itemsOpen: 2,
      state: 'raised',
    })
    expect(await itemsOf(platform, number)).toMatchObject([
      { key: personKey(1), extract: 1, line: 2 },
      { key: personKey(2), extract: 1, line: 3 },
    ])
  })

  it('may name them by the hash that it received, and by no other', async () => {
    const { submission } = await submit(
      [{ key: await hashedKey(platform, 3), column: 'name', reason: 'outdated' }],
      {
        request: REQUESTS.hashed,
      },
    )
    const [number = 0] = submission.groups[0]?.objections ?? []
    expect(await itemsOf(platform, number)).toMatchObject([{ key: personKey(3) }])
    for (const key of [personKey(3), await hashedKey(platform, 3, BAOTOU.id)])
      await expect(
        submit([{ key, column: 'name', reason: 'wrong' }], { request: REQUESTS.hashed }),
      ).rejects.toMatchObject({
        faults: [{ row: 1, code: 'row_not_delivered' }],
      })
  })

  it('learns nothing of who exists elsewhere: unknown and not entitled are the same answer', async () => {
    const answers = []
    // In another city, in a county that the request leaves out, and nobody at all.
    for (const number of [8, 7, 30])
      answers.push(await submit([wrong(number)]).catch((error: unknown) => error))
    for (const answer of answers) {
      expect(answer).toMatchObject({ code: 'objections.rows_refused' })
      expect(JSON.stringify(answer)).toBe(JSON.stringify(answers[0]))
    }
    expect(
      (await submit([wrong(7)], { request: REQUESTS.clear }).catch((e: unknown) => e)) as object,
    ).toMatchObject({
      faults: [{ code: 'row_not_delivered' }],
    })
  })

  it.each([
    ['a request of another city', { request: REQUESTS.other }, 'objections.unknown_delivery'],
    ['no such request', { request: 'nothing' }, 'objections.unknown_delivery'],
    ['a package that never was', { package: 'hohhot_clear-000009-full' }, 'objections.unknown_delivery'],
    ['a masked key', { request: REQUESTS.masked }, 'objections.key_not_sent'],
    ["its request as another's", { party: BAOTOU }, 'objections.unknown_delivery'],
    ['rows that are not there', { rows: [] }, 'objections.no_rows'],
  ])('is refused with %s', async (_what, { rows, ...more }: { rows?: SubmittedRow[] } & object, code) => {
    await expect(submit(rows ?? [wrong(1)], more)).rejects.toMatchObject({ code })
  })

  it('has every wrong row named, and none taken', async () => {
    const before = (await listObjections(platform)).length
    const rows: SubmittedRow[] = [
      wrong(4),
      wrong(4),
      wrong(5, { column: 'phone' }),
      wrong(5, { reason: 'other' }),
      wrong(6, { text: `应为 ${personKey(6)}` }),
    ]
    await expect(submit(rows)).rejects.toMatchObject({
      code: 'objections.rows_refused',
      fields: { wrong: 4, rows: 5 },
      faults: [
        { row: 2, code: 'twice' },
        { row: 3, code: 'column_not_delivered' },
        { row: 4, code: 'text_missing' },
        { row: 5, code: 'personal_data' },
      ],
    })
    expect(await listObjections(platform)).toHaveLength(before)
  })
})

describe('the workbook of a city', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shuyuan-template-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'template.xlsx')

  /** Fills the rows below the header of the template, and more cells of the header. */
  async function filled(rows: string[][], more: string[] = []) {
    await writeTemplate(platform, path, { city: HOHHOT.id, request: REQUESTS.clear, locale: 'zh-CN' })
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(path)
    const sheet = book.worksheets[0] as ExcelJS.Worksheet
    more.forEach((header, at) => {
      sheet.getRow(1).getCell(6 + at).value = header
    })
    rows.forEach((values, at) => {
      values.forEach((value, column) => {
        sheet.getRow(at + 2).getCell(column + 1).value = value
      })
    })
    await book.xlsx.writeFile(path)
    return readSubmission({ path, fileName: 'template.xlsx' })
  }
  const send = async (rows: string[][]) => {
    const { lines, ...read } = await filled(rows)
    return submitObjections(
      platform,
      { party: HOHHOT, idempotencyKey: `sheet ${sent++}` },
      { request: REQUESTS.clear, ...read, lineOf: (at) => lines[at] ?? 0 },
    )
  }

  it('offers the elements that were delivered, which may be named in words', async () => {
    const { submission } = await send([
      [personKey(6), '姓名', '内容错误', '', '张三'],
      [personKey(6), 'Household_Division', '内容过时'],
    ])
    expect(submission.groups.map(({ column }) => column)).toEqual(['household_division', 'name'])
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(path)
    expect(book.worksheets[0]?.getCell('B2').dataValidation.formulae[0]).toContain('姓名')
    expect(book.worksheets[1]?.name).toBe('填写说明')
  })

  it('tells everything that is wrong at once, unread rows and records that were not delivered', async () => {
    await expect(
      send([
        [personKey(1), '姓名', '不好'],
        ['', '姓名', '内容错误'],
        [personKey(7), '姓名', '内容错误'],
        [personKey(1), '手机号', '内容错误'],
      ]),
    ).rejects.toMatchObject({
      fields: { wrong: 4, rows: 4 },
      faults: [
        { row: 2, code: 'reason_unknown' },
        { row: 3, code: 'key_missing' },
        { row: 4, code: 'row_not_delivered' },
        { row: 5, code: 'column_not_delivered' },
      ],
    })
  })

  it('is refused with a column that nobody knows', async () => {
    await expect(filled([[personKey(1), '姓名', '内容错误']], ['备注'])).rejects.toMatchObject({
      code: 'connectors.sheet_others',
      fields: { columns: 'F' },
    })
  })
})

describe('a submission', () => {
  it('is one however often it is sent under a key; other content is refused', async () => {
    const first = await submit([wrong(4)], { key: 'once' })
    const again = await submit([wrong(4)], { key: 'once' })
    expect(again).toEqual({ submission: first.submission, isNew: false })
    await expect(submit([wrong(5)], { key: 'once' })).rejects.toMatchObject({ code: 'objections.key_reused' })
    const all = await Promise.all([1, 2, 3].map(() => submit([wrong(6)], { key: 'at once' })))
    expect(new Set(all.map(({ submission }) => submission.id)).size).toBe(1)
    expect(all.filter(({ isNew }) => isNew)).toHaveLength(1)
  })

  it('becomes one objection for each column and reason', async () => {
    const { submission } = await submit([
      wrong(1, { column: 'household_division', reason: 'outdated' }),
      wrong(2, { column: 'household_division', reason: 'outdated' }),
      wrong(3, { column: 'household_division', reason: 'wrong' }),
      { key: personKey(3), reason: 'not_ours' },
    ])
    expect(submission.groups.map(({ column, reason, rows }) => [column, reason, rows])).toEqual([
      ['household_division', 'outdated', 2],
      ['household_division', 'wrong', 1],
      [null, 'not_ours', 1],
    ])
    expect(new Set(submission.groups.flatMap(({ objections }) => objections)).size).toBe(3)
  })

  it('keeps what was said in the lake, and nothing of it in the ledger', async () => {
    const said = await platform.engine.rows(
      sql`select key, text, proposed from ${platform.lake
        .table('objections/statements')
        .select(
          await platform.lake.table('objections/statements').snapshot(),
        )} where submission = 1 order by key`,
    )
    expect(said).toContainEqual({ key: personKey(1), text: '应为曾用名', proposed: '张三' })
    for (const table of ['objectionSubmissions', 'objections', 'objectionEvents', 'audit'] as const) {
      const rows = JSON.stringify(await platform.ledger.db.selectFrom(table).selectAll().execute())
      for (const secret of [personKey(1), personKey(3), '张三', '应为曾用名'])
        expect(rows).not.toContain(secret)
    }
  })

  it('is followed by its city alone', async () => {
    const listed = await listSubmitted(platform, HOHHOT, {})
    expect(listed.length).toBeGreaterThan(3)
    expect(await listSubmitted(platform, BAOTOU)).toEqual([])
    const { submission } = listed.at(-1) as (typeof listed)[number]
    expect(await followSubmission(platform, HOHHOT, submission.id)).toMatchObject({
      objections: [{ objection: { state: 'raised' }, rows: { open: 2 }, events: [{ event: 'raise' }] }],
    })
    for (const [party, id] of [
      [BAOTOU, submission.id],
      [HOHHOT, '1'],
      [HOHHOT, "' or true --"],
    ] as const)
      await expect(followSubmission(platform, party, id)).rejects.toMatchObject({
        code: 'objections.unknown_submission',
      })
  })

  it('shows how the department answered', async () => {
    const { submission } = await submit([wrong(5)])
    const [number = 0] = submission.groups[0]?.objections ?? []
    await rejectObjection(platform, number, { actor: 'officer', reason: '经核实登记无误' })
    expect(await followSubmission(platform, HOHHOT, submission.id)).toMatchObject({
      objections: [
        {
          objection: { state: 'rejected' },
          rows: { rejected: 1 },
          events: [{}, { reason: '经核实登记无误' }],
        },
      ],
    })
    expect(
      (await listSubmitted(platform, HOHHOT, { state: 'rejected' })).map((each) => each.submission.id),
    ).toEqual([submission.id])
    await expect(withdrawSubmission(platform, HOHHOT, submission.id)).rejects.toMatchObject({
      code: 'objections.already_closed',
    })
  })

  it('is taken back by its city; what others object to too goes on', async () => {
    const own = await submit([wrong(5, { column: 'household_division' })])
    const [number = 0] = own.submission.groups[0]?.objections ?? []
    await expect(withdrawSubmission(platform, BAOTOU, own.submission.id)).rejects.toMatchObject({
      code: 'objections.unknown_submission',
    })
    await withdrawSubmission(platform, HOHHOT, own.submission.id)
    expect(await getObjection(platform, number)).toMatchObject({ state: 'rejected' })
    const [again] = [await submit([wrong(5, { column: 'household_division' })])]
    const [second = 0] = again?.submission.groups[0]?.objections ?? []
    expect(second).not.toBe(number)
    const shared = await submit([wrong(5, { column: 'household_division', reason: 'outdated' })])
    expect(shared.submission.groups[0]?.objections).toEqual([second])
    await withdrawSubmission(platform, HOHHOT, again?.submission.id ?? '')
    expect(await getObjection(platform, second)).toMatchObject({ state: 'raised' })
  })

  it('that was cut off is finished by the next one, or dropped where the lake never got it', async () => {
    const lost = await openSubmission(platform.ledger.db, {
      id: '00000000-0000-4000-8000-000000000000',
      party: 'city:150100',
      actor: 'x',
      idempotency: 'a'.repeat(64),
      digest: 'b'.repeat(64),
      request: REQUESTS.clear,
      sequence: 1,
      foundation: 'person',
      rows: 1,
      at: new Date(),
      groups: [],
    })
    await submit([wrong(6, { reason: 'malformed' })])
    expect((await listSubmissions(platform.ledger.db)).map(({ number }) => number)).not.toContain(lost.number)
  })
})

it('never tells a row twice: a person and a city who object to the same share an objection', async () => {
  const { objection } = await raiseObjection(platform, {
    cause: 'person',
    dataset: 'household_registration',
    column: 'education',
    rows: [{ key: personKey(2) }],
    raisedBy: 'person',
    reason: '窗口反映',
  })
  const { submission } = await submit(
    [{ key: await hashedKey(platform, 2), column: 'education', reason: 'wrong' }],
    {
      request: REQUESTS.hashed,
    },
  )
  expect(submission.groups[0]?.objections).toEqual([objection])
})
