import { percents, points } from '../../core/figures.ts'
import type { Locale } from '../../core/locale.ts'

/** How figures are written in one language. */
export interface Format {
  count(value: number): string
  /** A share from 0 to 1. */
  percent(share: number): string
  /** A score from 0 to 1, of 100. Only what is perfect is written 100.00. */
  score(score: number): string
  /** Change of a score in points (`pointsChange`), with its sign. */
  change(points: number): string
  /** YYYY-MM-DD. */
  day(day: string): string
  /** YYYY-MM, YYYY, or `all`. */
  period(period: string): string
}

export function formatOf(locale: Locale): Format {
  const count = new Intl.NumberFormat(locale)
  const share = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
  const places = { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  const score = new Intl.NumberFormat(locale, places)
  const change = new Intl.NumberFormat(locale, { ...places, signDisplay: 'exceptZero' })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const month = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' })
  return {
    count: (value) => count.format(value),
    percent: (value) => share.format(percents(value) / 100),
    score: (value) => score.format(points(value)),
    change: (value) => change.format(value),
    day: (value) => (isDay(value) ? day.format(new Date(`${value}T00:00:00Z`)) : value),
    period: (value) => (isMonth(value) ? month.format(new Date(`${value}-01T00:00:00Z`)) : value),
  }
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text)
const isMonth = (text: string) => /^\d{4}-\d{2}$/.test(text)
