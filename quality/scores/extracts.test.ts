import { describe, expect, it } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { countedByMonth, referenceDay, type ScoredExtract } from './extracts.ts'
import { dueByMonth } from './facts/due.ts'

const extract = (seq: number, mode: 'full' | 'delta', day: string, status = 'ingested'): ScoredExtract => ({
  dataset: 'x',
  department: 'd',
  seq,
  mode,
  asOf: new Date(`${day}T00:00:00+08:00`),
  landedAt: new Date('2026-12-01T00:00:00+08:00'),
  status: status as ScoredExtract['status'],
  received: 10,
  accepted: 10,
  deviatingColumns: 0,
})
const counted = (...extracts: ScoredExtract[]) =>
  Object.fromEntries([...countedByMonth(extracts)].map(([month, own]) => [month, own.map(({ seq }) => seq)]))

describe('the extracts that count for a month', () => {
  it('are one of thirty daily dumps, and every delta after it', () => {
    const dumps = Array.from({ length: 30 }, (_, at) =>
      extract(at + 1, 'full', `2026-09-${String(at + 1).padStart(2, '0')}`),
    )
    expect(counted(...dumps)).toEqual({ '2026-09': [30] })
    expect(counted(...dumps, extract(31, 'delta', '2026-09-30'))).toEqual({ '2026-09': [30, 31] })
  })

  it('are all deltas of a month without a dump, in the order of their days', () => {
    const all = [
      extract(1, 'full', '2026-08-31'),
      extract(2, 'delta', '2026-09-20'),
      extract(3, 'delta', '2026-09-02'),
    ]
    expect(counted(...all)).toEqual({ '2026-08': [1], '2026-09': [3, 2] })
  })

  it('are blocked ones too, never unreadable ones; a day belongs to the month of Asia/Shanghai', () => {
    const late = { ...extract(3, 'delta', '2026-09-01'), asOf: new Date('2026-08-31T16:30:00Z') }
    const all = [
      extract(1, 'full', '2026-08-20', 'blocked'),
      extract(2, 'full', '2026-08-21', 'failed'),
      late,
    ]
    expect(counted(...all)).toEqual({ '2026-08': [1], '2026-09': [3] })
  })
})

describe('what a register owes', () => {
  const due = (updateCycle: Dataset['updateCycle'], today: string, ...days: string[]) =>
    dueByMonth(
      { ...datasetOf(catalogue, 'household_registration'), updateCycle },
      days.map((day, at) => extract(at + 1, 'delta', day)),
      new Date(`${today}T12:00:00+08:00`),
    )

  it('is an extract each day, once its day of grace is over', () => {
    expect(due('daily', '2026-09-05', '2026-09-01', '2026-09-03')).toEqual([
      { period: '2026-09', due: 4, missed: 2 },
    ])
  })

  it('is an extract each month, in the month; nothing before the first and before it is due', () => {
    expect(due('monthly', '2026-12-14', '2026-09-30', '2026-11-01')).toEqual([
      { period: '2026-09', due: 1, missed: 0 },
      { period: '2026-10', due: 1, missed: 1 },
    ])
    expect(due('monthly', '2026-12-15', '2026-11-01')).toEqual([{ period: '2026-11', due: 1, missed: 0 }])
  })

  it('is an extract each quarter and each year, in their last months', () => {
    expect(due('quarterly', '2027-01-30', '2026-05-01')).toEqual([
      { period: '2026-06', due: 1, missed: 0 },
      { period: '2026-09', due: 1, missed: 1 },
      { period: '2026-12', due: 1, missed: 1 },
    ])
    expect(due('yearly', '2027-02-04', '2026-05-01')).toEqual([{ period: '2026-12', due: 1, missed: 0 }])
    expect(due('yearly', '2027-02-03', '2026-05-01')).toEqual([])
  })
})

it('the platform knows of no day after which nothing landed, whatever a file is called', () => {
  const wrong = extract(1, 'full', '2099-12-31')
  expect(referenceDay([wrong, extract(2, 'full', '2026-10-01')])).toEqual(wrong.landedAt)
  expect(referenceDay([extract(2, 'full', '2026-10-01')])).toEqual(new Date('2026-09-30T16:00:00Z'))
  expect(referenceDay([])).toBeUndefined()
})
