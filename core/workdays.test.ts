import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addWorkingDays,
  isWorkingDay,
  workCalendar,
  workingDaysBetween,
  yearArrangementsSchema,
} from './workdays.ts'

const FIRST = Date.UTC(2004, 1, 1)
const LAST = Date.UTC(2026, 10, 1)
const day = fc
  .integer({ min: FIRST / 86_400_000, max: LAST / 86_400_000 })
  .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10))
const allDays = Array.from({ length: (Date.UTC(2027, 0, 1) - Date.UTC(2004, 0, 1)) / 86_400_000 }, (_, n) =>
  new Date(Date.UTC(2004, 0, 1) + n * 86_400_000).toISOString().slice(0, 10),
)

describe('working days', () => {
  it.each([
    ['2026-01-01', false, "New Year's Day"],
    ['2026-01-04', true, 'a Sunday worked for New Year'],
    ['2026-02-14', true, 'a Saturday worked for Spring Festival'],
    ['2026-02-16', false, 'the eve of Spring Festival'],
    ['2026-02-23', false, 'the last day off of Spring Festival, a Monday'],
    ['2026-02-24', true, 'the first day after Spring Festival'],
    ['2026-02-28', true, 'a Saturday worked for Spring Festival'],
    ['2026-09-20', true, 'a Sunday worked for National Day'],
    ['2026-10-01', false, 'National Day'],
    ['2026-10-07', false, 'the last day off of National Day'],
    ['2026-10-08', true, 'the first day after National Day'],
    ['2026-10-10', true, 'a Saturday worked for National Day'],
    ['2026-10-11', false, 'a plain Sunday'],
    ['2026-11-26', true, 'a plain Thursday'],
    ['2020-01-31', false, 'Spring Festival of 2020, prolonged for the epidemic'],
    ['2015-09-03', false, 'Victory Day of 2015'],
    ['2008-02-29', true, 'a leap day'],
    ['2022-12-31', false, 'a day off by the arrangement of 2023'],
  ])('%s: %s, %s', (given, expected) => {
    expect(isWorkingDay(given)).toBe(expected)
  })

  it.each([
    ['2026-02-13', 2, '2026-02-24'],
    ['2026-02-13', 10, '2026-03-05'],
    ['2026-09-30', 1, '2026-10-08'],
    ['2026-09-30', 5, '2026-10-13'],
    ['2026-10-08', -2, '2026-09-29'],
    ['2026-10-03', 0, '2026-10-08'],
    ['2026-11-26', 0, '2026-11-26'],
    ['2026-11-26', 10, '2026-12-10'],
  ])('%s and %i working days: %s', (from, n, expected) => {
    expect(addWorkingDays(from, n)).toBe(expected)
  })

  it('counts them after one day up to another, either way round', () => {
    expect(workingDaysBetween('2026-09-30', '2026-10-08')).toBe(1)
    expect(workingDaysBetween('2026-02-13', '2026-03-02')).toBe(7)
    expect(workingDaysBetween('2026-03-02', '2026-02-13')).toBe(-7)
    expect(workingDaysBetween('2026-10-01', '2026-10-07')).toBe(0)
  })

  it('says the same as chinese-days where that holds, in whatever time zone the process runs', () => {
    const script = `
      const { isWorkingDay } = await import(process.argv[1])
      const days = JSON.parse(process.argv[2])
      process.stdout.write(days.map((day) => (isWorkingDay(day) ? 1 : 0)).join(''))`
    const library = `
      const { isWorkday } = require('chinese-days')
      process.stdout.write(JSON.parse(process.argv[1]).map((day) => (isWorkday(day) ? 1 : 0)).join(''))`
    const days = JSON.stringify(allDays)
    const run = (zone: string, args: string[]) =>
      execFileSync(process.execPath, args, { env: { ...process.env, TZ: zone }, encoding: 'utf8' })
    const expected = run('Asia/Shanghai', ['-e', library, days])
    expect(expected).toHaveLength(allDays.length)
    const module = join(import.meta.dirname, 'workdays.ts')
    for (const zone of ['Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
      const args = ['--import', 'tsx', '--input-type=module', '-e', script, module, days]
      expect(run(zone, args), zone).toBe(expected)
    }
  })

  it('never gives a day off, moves forward with n, and counts back what it added', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 20 }), (from, n) => {
        const to = addWorkingDays(from, n)
        expect(isWorkingDay(to)).toBe(true)
        expect(to > from).toBe(true)
        expect(workingDaysBetween(from, to)).toBe(n)
        expect(workingDaysBetween(to, from)).toBe(-n)
        expect(addWorkingDays(from, n + 1)).toBe(addWorkingDays(to, 1))
        expect(addWorkingDays(to, -n) <= from || !isWorkingDay(from)).toBe(true)
      }),
    )
  })
})

describe('years without a known arrangement', () => {
  it('are refused by name, before and after', () => {
    const refused = (year: string) => expect.objectContaining({ fields: expect.objectContaining({ year }) })
    expect(() => isWorkingDay('2027-01-01')).toThrow(refused('2027'))
    expect(() => isWorkingDay('2003-12-31')).toThrow(refused('2003'))
    expect(() => addWorkingDays('2026-12-24', 10)).toThrow(refused('2027'))
    expect(() => addWorkingDays('2004-01-05', -10)).toThrow(refused('2003'))
    expect(() => workingDaysBetween('2026-12-01', '2028-01-05')).toThrow(refused('2027'))
    expect(addWorkingDays('2026-12-24', 5)).toBe('2026-12-31')
  })

  it('are taken from the configuration, with days at the end of the year before', () => {
    const further = { 2027: { holidays: ['2026-12-31', '2027-01-01'], workdays: ['2027-01-03'] } }
    const calendar = workCalendar(yearArrangementsSchema.parse(further))
    expect(calendar.addWorkingDays('2026-12-30', 1)).toBe('2027-01-03')
    expect(calendar.isWorkingDay('2026-10-01')).toBe(false)
    expect(calendar.workingDaysBetween('2026-12-30', '2027-01-04')).toBe(2)
    expect(() => calendar.isWorkingDay('2028-01-01')).toThrow('2028')
    expect(isWorkingDay('2026-12-31')).toBe(true)
  })

  it('must be real days', () => {
    const of = (holiday: string) =>
      yearArrangementsSchema.safeParse({ 2027: { holidays: [holiday], workdays: [] } })
    expect(of('2027-02-29').success).toBe(false)
    expect(of('2027-2-1').success).toBe(false)
    for (const bad of ['2026-02-29', '2026-2-1', '20260201', '', '2026-02-01T00:00:00Z'])
      expect(() => isWorkingDay(bad), bad).toThrow(expect.objectContaining({ code: 'core.bad_day' }))
  })
})
