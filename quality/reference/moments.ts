import { summerDays } from '../facts/summer_time.ts'

/** A day and a time on it as written. */
interface Moment {
  day: string
  /** Microseconds since the day's midnight, up to 24:00. */
  clock: bigint
  /** The zone as written; empty where none is. */
  zone: string
}

const DAY = 86_400_000_000n
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const BLANK = '[ \u00a0\u202f\u3000]'

/** The day that the text names, or null. */
export function readDay(text: string): string | null {
  const moment = readMoment(text)
  if (moment === null || moment.clock === DAY) return null
  if (moment.clock === 0n && eastOfUtc(moment.zone) === 28_800n) return moment.day
  if (moment.zone === '') return null
  const instant = midnightOf(moment.day) + moment.clock - eastOfUtc(moment.zone) * 1_000_000n
  for (const hours of [8n, 0n, 9n]) {
    const local = instant + hours * 3_600_000_000n
    if (local % DAY !== 0n) continue
    const day = isoDay(local)
    if (hours !== 9n || summerDays.some(([first, last]) => day >= first && day <= last)) return day
  }
  return null
}

/** The instant that the text names, in microseconds since 1970, or null. */
export function readInstant(text: string): bigint | null {
  const moment = readMoment(text)
  if (moment === null) return null
  const year = Number(moment.day.slice(0, 4))
  if (moment.zone === 'Asia/Shanghai' && !(year >= 1992 || (year >= 1950 && year <= 1985))) return null
  return midnightOf(moment.day) + moment.clock - eastOfUtc(moment.zone) * 1_000_000n
}

/** The day in China of an instant. */
export function dayInChina(instant: bigint): string {
  const local = instant + 28_800_000_000n
  return isoDay(local - (((local % DAY) + DAY) % DAY))
}

function midnightOf(day: string): bigint {
  return BigInt(Date.parse(`${day}T00:00:00Z`)) * 1000n
}

function isoDay(midnight: bigint): string {
  return new Date(Number(midnight / 1000n)).toISOString().slice(0, 10)
}

function readMoment(text: string): Moment | null {
  for (const [shape, order] of DAY_SHAPES) {
    const found = new RegExp(`^${shape}`).exec(text)
    if (!found) continue
    const [year = '', month = '', date = ''] = order.map((group) => found[group] ?? '')
    const day = calendarDay(Number(year), monthOf(month), Number(date))
    const rest = restAfterDay(found[0], text.slice(found[0].length))
    if (rest === '') return day === null ? null : { day, clock: 0n, zone: '' }
    const time = rest === null ? null : readTime(rest)
    if (time !== null) return day === null ? null : { day, ...time }
  }
  return null
}

/** Shapes of a day with the groups that hold its year, month and day of the month. */
const DAY_SHAPES: readonly (readonly [string, readonly [number, number, number]])[] = [
  ['([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})', [1, 2, 3]],
  ['([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})', [1, 2, 3]],
  ['([0-9]{4})[.]([0-9]{1,2})[.]([0-9]{1,2})', [1, 2, 3]],
  ['([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日', [1, 2, 3]],
  ['([0-9]{4})([0-9]{2})([0-9]{2})', [1, 2, 3]],
  ['([0-9]{1,2})-([0-9]{1,2}月) ?-([0-9]{4})', [3, 2, 1]],
  ['([0-9]{1,2})-([A-Za-z]{3}) ?-([0-9]{4})', [3, 2, 1]],
  ['([A-Za-z]{3}) {1,2}([0-9]{1,2}),? ([0-9]{4})', [3, 1, 2]],
]

function monthOf(text: string): number {
  return /^[0-9]/.test(text) ? Number(text.replace('月', '')) : MONTHS.indexOf(text.toLowerCase()) + 1
}

function calendarDay(year: number, month: number, date: number): string | null {
  if (year < 1800 || year > 2200 || month < 1 || month > 12 || date < 1) return null
  const real = new Date(Date.UTC(year, month - 1, date))
  return real.getUTCMonth() === month - 1 ? real.toISOString().slice(0, 10) : null
}

/** What follows the day and what separates it; null where nothing separates them. */
function restAfterDay(day: string, rest: string): string | null {
  const blanks = new RegExp(`^${BLANK}+`).exec(rest)
  if (blanks) return rest.slice(blanks[0].length)
  if (rest === '' || day.endsWith('日')) return rest
  if (/^[Tt]./.test(rest)) return rest.slice(1)
  return /^[0-9]{8}$/.test(day) && /^[0-9]{6}/.test(rest) ? rest : null
}

function readTime(text: string): { clock: bigint; zone: string } | null {
  const blanks = `${BLANK}*`
  const half = '[Aa][Mm]|[Pp][Mm]|上午|下午'
  const found = new RegExp(
    `^(?<early>${half})?${blanks}(?<clock>[0-9][0-9:.,时分秒]*)${blanks}(?<late>${half})?${blanks}(?<zone>\\S*)${blanks}$`,
  ).exec(text)?.groups
  const zone = (found?.zone ?? '').replace(/(?<=.)\[[A-Za-z0-9_/+-]+\]$/, '')
  if (!found || !isZone(zone)) return null
  const halves = [found.early, found.late].filter((each) => each !== undefined)
  const clock = readClock(found.clock ?? '')
  if (clock === null || halves.length > 1) return null
  const micros = withHalf(clock, halves[0]?.toUpperCase())
  return micros === null ? null : { clock: micros, zone }
}

/** Hours, minutes, seconds and the digits after the point, each as written. */
function readClock(text: string): [hour: number, micros: bigint] | null {
  const found =
    /^([0-9]{1,2})[:时]([0-5][0-9])(?:[:分]([0-5][0-9])(?:[.,]([0-9]{1,9}))?秒?|分)?$/.exec(text) ??
    /^([0-9]{2})([0-5][0-9])(?:([0-5][0-9])(?:[.,]([0-9]{1,9}))?)?$/.exec(text) ??
    /^([0-9]{2})([0-5][0-9])([0-5][0-9])([0-9]{3}|[0-9]{6})$/.exec(text)
  if (!found) return null
  const seconds = Number(found[2]) * 60 + Number(found[3] ?? 0)
  return [
    Number(found[1]),
    BigInt(seconds) * 1_000_000n + BigInt((found[4] ?? '').slice(0, 6).padEnd(6, '0')),
  ]
}

function withHalf([hour, rest]: [number, bigint], half: string | undefined): bigint | null {
  const at = (hours: number) => BigInt(hours) * 3_600_000_000n + rest
  if (half === undefined) return at(hour) <= DAY ? at(hour) : null
  if (hour > 12) return null
  if (half === 'AM' || half === '上午') return at(hour % 12)
  return hour === 0 ? null : at((hour % 12) + 12)
}

function isZone(zone: string): boolean {
  if (zone === '' || zone === 'Asia/Shanghai') return true
  if (/^(Z|z|UTC|GMT)$/.test(zone)) return true
  const found =
    /^(?:UTC|GMT)?[+-](?:([0-9]{1,2})(?::([0-9]{2})(?::([0-9]{2}))?)?|([0-9]{2})([0-9]{2}))$/.exec(zone)
  if (!found) return false
  const [hours, minutes, seconds] = [found[1] ?? found[4], found[2] ?? found[5], found[3]].map((each) =>
    Number(each ?? 0),
  )
  return (hours ?? 0) <= 14 && (minutes ?? 0) <= 59 && (seconds ?? 0) <= 59
}

/** Seconds. Without a zone, China's. */
function eastOfUtc(zone: string): bigint {
  if (zone === '' || zone === 'Asia/Shanghai') return 28_800n
  const found = /([+-])([0-9]{1,2}):?([0-9]{2})?:?([0-9]{2})?/.exec(zone)
  if (!found) return 0n
  const seconds = Number(found[2]) * 3600 + Number(found[3] ?? 0) * 60 + Number(found[4] ?? 0)
  return BigInt(found[1] === '-' ? -seconds : seconds)
}
