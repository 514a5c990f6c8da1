import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readSheet } from '../../connectors/file/xlsx/read_sheet.ts'
import { fixedClock } from '../../core/clock.ts'
import { citizenId } from '../../demo/check_digits.ts'
import {
  allowanceRow,
  degreeRow,
  type SentRow,
  send,
  stillOpen,
  take,
} from '../../test/support/objected_rows.ts'
import { startTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { writeReports } from './write.ts'

const ALLOWANCE = 'minimum_living_allowance'
const DEGREES = 'degrees'

let platform: TestPlatform
beforeEach(async () => {
  platform = await startTestPlatform({ clock: fixedClock('2026-10-12T02:00:00Z') })
})
afterEach(() => platform.close())

const key = (number: number) => citizenId(`150102199001${String(number).padStart(2, '0')}${100 + number}`)
const allowance = (number: number, more: SentRow = {}): SentRow =>
  allowanceRow(key(number), `DB${number}`, more)
const BAD = { amount: '9000' }
const degree = (certificate: string, more: SentRow = {}): SentRow => degreeRow(key(1), certificate, more)

const dump = (day: string, ...rows: SentRow[]) => sent(ALLOWANCE, 'full', day, rows)
const delta = (day: string, ...rows: SentRow[]) => sent(ALLOWANCE, 'delta', day, rows)
async function sent(dataset: string, mode: 'full' | 'delta', day: string, rows: SentRow[]): Promise<void> {
  send(platform, { dataset, mode, day }, rows)
  await take(platform, dataset)
}

/** A sheet of the department's workbook, as the platform's own reader reads it. */
async function sheet<T extends string>(path: string, name: string, columns: Record<T, string[]>) {
  const wanted = { names: [name], columns, mostRows: 1000, mostBytes: 1 << 24 }
  const lines = await readSheet({ path: `${path}.xlsx`, fileName: 'report.xlsx' }, wanted)
  return lines.map(({ values }) => values)
}

/** `extract:line` of the rejected rows in the list; page, list and sums of the workbook must tell the same. */
async function waiting(department = 'civil_affairs'): Promise<string[]> {
  await writeReports(platform, { locale: 'en', department })
  const path = join(platform.paths.reports, `departments/${department}`)
  const columns = { extract: ['Extract'], line: ['Line'], severity: ['Severity'] }
  const lines = await sheet(path, 'Rows to correct', columns)
  const sums = await sheet(path, 'Violations', { rows: ['To correct'] })
  expect(sums.reduce((sum, { rows }) => sum + Number(rows), 0)).toBe(lines.length)
  const html = readFileSync(`${path}.html`, 'utf8')
  const behind = [...html.matchAll(/Rows: (\d+) of (\d+) shown/g)].map(([, shown, all]) => [shown, all])
  expect(behind.reduce((sum, [shown]) => sum + Number(shown), 0)).toBe(lines.length)
  expect(behind.every(([shown, all]) => shown === all)).toBe(true)
  const rejected = lines.filter(({ severity }) => severity !== 'Warn')
  const listed = [...new Set(rejected.map((each) => `${each.extract}:${each.line}`))]
  expect(Number(/(\d+) rows? wait/.exec(html)?.[1] ?? '0')).toBe(listed.length)
  return listed.sort()
}

describe('a row that was rejected is no more in the list', () => {
  test('when a later delta has it right, whether a dump or a delta had it wrong', async () => {
    await dump('20260901', allowance(1, BAD), allowance(2), allowance(3))
    await delta('20260910', allowance(4, BAD), allowance(5, BAD))
    expect(await waiting()).toEqual(['1:2', '2:2', '2:3'])
    await delta('20260917', allowance(1), allowance(4))
    expect(await waiting()).toEqual(['2:3'])
    expect(await stillOpen(platform, ALLOWANCE)).toEqual([{ key: key(5), code: 'range.outside' }])
  })

  test('when a later delta deletes the record', async () => {
    await dump('20260901', allowance(1), allowance(2), allowance(3))
    await delta('20260910', allowance(1, BAD))
    expect(await waiting()).toEqual(['2:2'])
    await delta('20260917', { ...allowance(1), op: 'D' })
    expect(await waiting()).toEqual([])
  })

  test('when the same delta has it right further down', async () => {
    await delta('20260910', allowance(1, BAD), allowance(1, { updated_at: '2026-09-02 10:00:00' }))
    expect(await waiting()).toEqual([])
  })
})

describe('a row that was rejected stays in the list', () => {
  test('when a later delta has it wrong again, even after a right one', async () => {
    await dump('20260901', allowance(1), allowance(2))
    await delta('20260910', allowance(1, BAD))
    await delta('20260917', allowance(1, { ...BAD, updated_at: '2026-09-16 10:00:00' }))
    expect(await waiting()).toEqual(['2:2', '3:2'])
    await delta('20260924', allowance(1, { updated_at: '2026-09-23 10:00:00' }))
    expect(await waiting()).toEqual([])
    await delta('20261001', allowance(1, { ...BAD, updated_at: '2026-09-30 10:00:00' }))
    expect(await waiting()).toEqual(['5:2'])
  })

  test('when it was right before, or in an extract of an earlier day that came later', async () => {
    await dump('20260901', allowance(1), allowance(2))
    await delta('20260924', allowance(1, BAD))
    await delta('20260917', allowance(1))
    expect(await waiting()).toEqual(['2:2'])
  })

  test('when it has no readable key', async () => {
    await delta('20260910', allowance(1, { citizen_id: `${key(1).slice(0, 17)}?` }))
    await delta('20260917', allowance(1))
    expect(await waiting()).toEqual(['1:2'])
  })

  test('when another record of the same person is right', async () => {
    await sent(DEGREES, 'delta', '20260910', [degree('10126201200001', { education: '99x' })])
    await sent(DEGREES, 'delta', '20260917', [degree('10126201200002')])
    expect(await waiting('education')).toEqual(['1:2'])
    await sent(DEGREES, 'delta', '20260924', [degree('10126201200001')])
    expect(await waiting('education')).toEqual([])
  })
})
