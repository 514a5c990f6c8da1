import { summerDays } from '../facts/summer_time.ts'
import { patternOf } from './context.ts'

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
  const millis = MILLISECONDS.map((shape) => shape.exec(text)?.[1]).find((found) => found !== undefined)
  if (millis !== undefined) return ofMilliseconds(BigInt(millis))
  const { weekday, rest } = withoutWeekday(unwrapped(text))
  const moment = readWritten(withDigits(rest))
  if (moment === null || weekday === null) return moment
  return new Date(`${moment.day}T00:00:00Z`).getUTCDay() === weekday ? moment : null
}

function readWritten(text: string): Moment | null {
  for (const [shape, order] of DAY_SHAPES) {
    const found = patternOf(`^${shape}`, 'i').exec(text)
    if (!found) continue
    const [year = '', month = '', date = ''] = order.map((group) => found[group] ?? '')
    const day = calendarDay(Number(year), monthOf(month), Number(date))
    const rest = restAfterDay(found[0], text.slice(found[0].length))
    if (rest === '') return day === null ? null : { day, clock: 0n, zone: '' }
    const time = rest === null ? null : readTime(rest)
    if (time !== null) return day === null ? null : { day, ...time }
  }
  return readOfC(text)
}

/** Milliseconds since 1970 of .NET and of MongoDB. */
const MILLISECONDS = [
  /^\/Date\((-?[0-9]{1,14})(?:[+-][0-9]{4})?\)\/$/,
  /^\{"\$date": ?(-?[0-9]{1,14})\}$/,
  /^\{"\$date": ?\{"\$numberLong": ?"(-?[0-9]{1,14})"\}\}$/,
]

function ofMilliseconds(millis: bigint): Moment | null {
  const micros = millis * 1000n
  const clock = ((micros % DAY) + DAY) % DAY
  const year = new Date(Number(millis)).getUTCFullYear()
  return year >= 1800 && year <= 2200 ? { day: isoDay(micros - clock), clock, zone: 'Z' } : null
}

/** The text without what a program puts around it in its own notation. */
function unwrapped(text: string): string {
  const quoted = /^(?:ISODate|Timestamp)\(["']([^"']*)["']\)$|^\{"\$date": ?"([^"]*)"\}$|^#(.*)#$/.exec(text)
  if (quoted) return quoted[1] ?? quoted[2] ?? quoted[3] ?? ''
  const date = /^datetime[.]date\(([0-9]{4}), ([0-9]{1,2}), ([0-9]{1,2})\)$/.exec(text)
  if (date) return `${date[1]}-${date[2]}-${date[3]}`
  const python =
    /^datetime[.]datetime\(([0-9]{4}), ([0-9]{1,2}), ([0-9]{1,2}), ([0-9]{1,2}), ([0-9]{1,2})(?:, ([0-9]{1,2})(?:, ([0-9]{1,6}))?)?(, tzinfo=datetime[.]timezone[.]utc)?\)$/.exec(
      text,
    )
  if (!python) return text
  const [, year, month, day, hour, minute = '', second = '0', micros = '0', zone] = python
  const clock = `${hour}:${minute.padStart(2, '0')}:${second.padStart(2, '0')}.${micros.padStart(6, '0')}`
  return `${year}-${month}-${day} ${clock}${zone ? 'Z' : ''}`
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

const ENGLISH = WEEKDAYS.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join('|')
const WEEKDAY = `\\b(?:${ENGLISH})\\b|(?:星期|周|礼拜)[日天一二三四五六]`

/** The text without the day of the week that is named in it, and which one that is, from Sunday on. */
function withoutWeekday(text: string): { weekday: number | null; rest: string } {
  const found = patternOf(`${BLANK}*,?${BLANK}*[(]?(${WEEKDAY})[)]?[.,]?${BLANK}*`, 'i').exec(text)
  if (!found) return { weekday: null, rest: text }
  const [whole, word = ''] = found
  const byLetters = WEEKDAYS.findIndex((each) => each.startsWith(word.slice(0, 3).toLowerCase()))
  const weekday = byLetters < 0 ? '日一二三四五六'.indexOf(word.slice(-1).replace('天', '日')) : byLetters
  const rest = `${text.slice(0, found.index)} ${text.slice(found.index + whole.length)}`
  return { weekday, rest: rest.replace(/^ +| +$/g, '') }
}

/** Chinese numerals as digits, and 点 and 号 as 时 and 日. */
function withDigits(text: string): string {
  const simple = [...text].map((each) => {
    const at = '○零壹贰叁肆伍陆柒捌玖拾点号'.indexOf(each)
    return at < 0 ? each : ('〇〇一二三四五六七八九十时日'[at] ?? each)
  })
  const tens = simple.join('').replaceAll('廿', '二十').replaceAll('卅', '三十')
  return tens.replace(/[〇一二三四五六七八九十]+/g, (run) => {
    const found = /^([一二三四五]?)十([一二三四五六七八九]?)$/.exec(run)
    return found ? digitOf(found[1] || '一') + digitOf(found[2] || '〇') : [...run].map(digitOf).join('')
  })
}

/** What is no digit stays. */
function digitOf(numeral: string): string {
  const at = '〇一二三四五六七八九'.indexOf(numeral)
  return at < 0 ? numeral : String(at)
}

const MONTH_NAMES = [
  'jan(?:uary)?',
  'feb(?:ruary)?',
  'mar(?:ch)?',
  'apr(?:il)?',
  'may',
  'june?',
  'july?',
  'aug(?:ust)?',
  'sep(?:t|tember)?',
  'oct(?:ober)?',
  'nov(?:ember)?',
  'dec(?:ember)?',
]
const MONTH = `(${MONTH_NAMES.join('|')}|[0-9]{1,2}月)[.]?`
const DATE = '([0-9]{1,2})(?:st|nd|rd|th)?'
const GAP = `${BLANK}*[-/,.]?${BLANK}*`
const WIDE_GAP = `(?:${BLANK}*[-/,.]${BLANK}*|${BLANK}+)`

/** A month in digits is apart from the digits before it. */
const BEFORE_MONTH = `(?:${GAP}(?=[a-z])|${WIDE_GAP}(?=[0-9]))`

/** Shapes of a day with the groups that hold its year, month and day of the month. */
const DAY_SHAPES: readonly (readonly [string, readonly [number, number, number]])[] = [
  ['([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})', [1, 2, 3]],
  ['([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})', [1, 2, 3]],
  ['([0-9]{4})[.]([0-9]{1,2})[.]([0-9]{1,2})', [1, 2, 3]],
  [`([0-9]{4})${BLANK}+([0-9]{1,2})${BLANK}+([0-9]{1,2})(?=${BLANK}|$)`, [1, 2, 3]],
  [`([0-9]{4})${BLANK}*年${BLANK}*([0-9]{1,2})${BLANK}*月${BLANK}*([0-9]{1,2})${BLANK}*日`, [1, 2, 3]],
  ['([0-9]{4})([0-9]{2})([0-9]{2})', [1, 2, 3]],
  [`${DATE}${BEFORE_MONTH}${MONTH}${GAP}([0-9]{4})`, [3, 2, 1]],
  [`${MONTH}${GAP}${DATE}${WIDE_GAP}([0-9]{4})`, [3, 1, 2]],
  [`([0-9]{4})${BEFORE_MONTH}${MONTH}${GAP}${DATE}`, [1, 2, 3]],
]

/** asctime of C, and Java, which puts the zone before the year. */
function readOfC(text: string): Moment | null {
  const found = patternOf(
    `^${MONTH} +${DATE} +([0-9]{1,2}:[0-9]{2}:[0-9]{2}) +(?:([^ 0-9][^ ]*) +)?([0-9]{4})(?: +([^ ]+))?$`,
    'i',
  ).exec(text)
  if (!found) return null
  const [, month = '', date, clock, before = '', year, behind = ''] = found
  const day = calendarDay(Number(year), monthOf(month), Number(date))
  const time = readTime(`${clock}${before}${behind}`)
  return day === null || time === null ? null : { day, ...time }
}

function monthOf(text: string): number {
  return /^[0-9]/.test(text)
    ? Number(text.replace('月', ''))
    : MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1
}

function calendarDay(year: number, month: number, date: number): string | null {
  if (year < 1800 || year > 2200 || month < 1 || month > 12 || date < 1) return null
  const real = new Date(Date.UTC(year, month - 1, date))
  return real.getUTCMonth() === month - 1 ? real.toISOString().slice(0, 10) : null
}

/** What follows the day and what separates it; null where nothing separates them. */
function restAfterDay(day: string, rest: string): string | null {
  const isWorded = /[a-z月](?!.*日)/i.test(day)
  const worded = patternOf(`^(?:${BLANK}*,${BLANK}*|:|${BLANK}+at${BLANK}+)(.+)$`, 'i').exec(rest)
  if (isWorded && worded) return worded[1] ?? ''
  const blanks = patternOf(`^${BLANK}+`).exec(rest)
  if (blanks) return rest.slice(blanks[0].length)
  if (rest === '' || day.endsWith('日')) return rest
  if (patternOf(`^T(?!${BLANK}).`, 'i').test(rest)) return rest.slice(1)
  if (/^[0-9]{8}$/.test(day) && /^[0-9]{6}/.test(rest)) return rest
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day)) return null
  // DB2 puts a hyphen there; a day of XML Schema is followed by its zone alone.
  if (/^-[0-9]{1,2}[.][0-5][0-9][.][0-5][0-9]/.test(rest)) return rest.slice(1)
  return /^(?:Z|[+-][0-9]{2}:[0-9]{2})$/.test(rest) ? `00:00:00${rest}` : null
}

function readTime(text: string): { clock: bigint; zone: string } | null {
  const blanks = `${BLANK}*`
  const half = '[Aa][Mm]|[Pp][Mm]|上午|下午'
  const clear = text.replace(patternOf(`([AaPp])[.]${BLANK}?([Mm])[.]`), '$1$2')
  const found = patternOf(
    `^(?<early>${half})?${blanks}(?<clock>[0-9](?:[0-9:.,]|${blanks}[时分]${blanks}|${blanks}秒|整)*)${blanks}(?<late>${half})?${blanks}(?<zone>.*?)${blanks}$`,
  ).exec(clear)?.groups
  const zone = plainZone(found?.zone ?? '')
  if (!found || !isZone(zone)) return null
  const halves = [found.early, found.late].filter((each) => each !== undefined)
  const clock = readClock((found.clock ?? '').replace(patternOf(BLANK, 'g'), ''))
  if (clock === null || halves.length > 1) return null
  const micros = withHalf(clock, halves[0]?.toUpperCase())
  return micros === null ? null : { clock: micros, zone }
}

/** A name behind an offset says nothing more where it agrees; the names of China's zone are one. */
function plainZone(written: string): string {
  const zone = written.replace(/ m=[+-][0-9.]+$/, '').replace(/(?<=.)\[[A-Za-z0-9_/+-]+\]$/, '')
  const named =
    /^((?:UTC|GMT)?[+-][0-9]{1,2}(?::?[0-9]{2})?)\s*(\([^()]*\)|UTC|GMT|(?<=\s)[A-Z]{3,5}|(?<=\s)[+]08)$/.exec(
      zone,
    )
  const [, offset = '', name = ''] = named ?? []
  if (named) return isNameOf(offset, name) ? offset : zone
  const bare = /^\((?:((?:UTC|GMT)[+-].*)|(北京时间|中国标准时间))\)$/.exec(zone)
  const own = bare?.[1] ?? bare?.[2] ?? zone
  const ofChina = ['北京时间', '中国标准时间', 'China Standard Time', 'PRC', 'Asia/Chongqing', 'Asia/Harbin']
  return ofChina.includes(own) ? 'Asia/Shanghai' : own
}

function isNameOf(offset: string, name: string): boolean {
  if (name === 'UTC' || name === 'GMT') return /[+-]00(?::?00)?$/.test(offset)
  if (name === '+08') return /[+]08(?::?00)?$/.test(offset)
  return !/^[GU]/.test(name)
}

/** Hours, minutes, seconds and the digits after the point, each as written. */
function readClock(text: string): [hour: number, micros: bigint] | null {
  const found =
    /^([0-9]{1,2})[:时]([0-5][0-9])(?:[:分]([0-5][0-9])(?:[.,]([0-9]{1,9}))?秒?|分)?$/.exec(text) ??
    /^([0-9]{1,2})时([0-5]?[0-9])分(?:([0-5]?[0-9])(?:[.,]([0-9]{1,9})秒?|秒))?$/.exec(text) ??
    /^([0-9]{1,2})时整?()$/.exec(text) ??
    /^([0-9]{1,2})[.]([0-5][0-9])[.]([0-5][0-9])(?:[.,]([0-9]{1,9}))?秒?$/.exec(text) ??
    /^([0-9]{1,2}):([0-5][0-9]):([0-5][0-9]):([0-9]{3})$/.exec(text) ??
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
