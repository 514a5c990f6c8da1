const DAY_S = 86_400
const LAST_DAY = 2_958_466

/** How a cell style shows numbers: its format's sections, each for the numbers that it is for. */
export type NumberFormat = Section[]

interface Section {
  /** Whether the section is for this number. */
  isFor(value: number): boolean
  kind: 'number' | 'code' | 'date' | 'time' | 'elapsed'
  /** Of a `code`: digits, placeholders and words in order. */
  tokens: Token[]
}

type Token = { literal: string } | { digit: '0' | '#' | '?' }

/** What stands behind a number and is its unit, no part of a code. */
const UNITS =
  /^(?:[十百千万亿]*元|岁|周岁|人|户|次|个|件|天|日|月|年|小时|分钟|米|公里|千米|平方米|亩|公顷|千克|公斤|吨|km|kg|m|g|㎡|m²|h|d|℃)$/i
const DATES: [number, number, Section['kind']][] = [
  [14, 17, 'date'],
  [18, 21, 'time'],
  [22, 22, 'date'],
  // East Asian dates and times; Excel for Chinese shows 32 to 35, 55 and 56 as times.
  [27, 31, 'date'],
  [32, 35, 'time'],
  [36, 36, 'date'],
  [45, 45, 'time'],
  [46, 46, 'elapsed'],
  [47, 47, 'time'],
  [50, 54, 'date'],
  [55, 56, 'time'],
  [57, 58, 'date'],
]
/** A format without a code of its own that shows a number as it is. */
const PLAIN: Section = { isFor: () => true, kind: 'number', tokens: [] }

/** The format of an id and, where the workbook has one, its code. */
export function numberFormat(id: number, code: string | undefined): NumberFormat {
  if (code !== undefined) return parseFormat(code)
  const kind = DATES.find(([first, last]) => id >= first && id <= last)?.[2] ?? 'number'
  return [{ ...PLAIN, kind }]
}

/** Sections of a format code (ECMA-376 part 1, 18.8.31), by sign or by their conditions. */
function parseFormat(code: string): NumberFormat {
  const parts = sectionsOf(code).slice(0, 3)
  const conditions = parts.map(conditionOf)
  const hasConditions = conditions.some((condition) => condition !== undefined)
  return parts.map((part, at) => ({
    isFor: conditions[at] ?? (hasConditions ? () => true : bySign(at, parts.length)),
    ...sectionOf(part),
  }))
}

function bySign(at: number, count: number): (value: number) => boolean {
  if (count === 1) return () => true
  if (at === 0) return count === 2 ? (value) => value >= 0 : (value) => value > 0
  return at === 1 ? (value) => value < 0 : () => true
}

const CONDITION = /\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]/

function conditionOf(section: string): ((value: number) => boolean) | undefined {
  const match = CONDITION.exec(section)
  if (!match) return undefined
  const limit = Number(match[2])
  const compare: Record<string, (value: number) => boolean> = {
    '<=': (value) => value <= limit,
    '>=': (value) => value >= limit,
    '<>': (value) => value !== limit,
    '<': (value) => value < limit,
    '>': (value) => value > limit,
    '=': (value) => value === limit,
  }
  return compare[match[1] ?? '']
}

/** Quoted words, escaped characters, blanks of a width, fillers, brackets, exponents; else one character. */
const PIECE = /"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|E[+-]|./gsu

function sectionsOf(code: string): string[] {
  const sections = ['']
  for (const [piece] of code.matchAll(PIECE)) {
    if (piece === ';') sections.push('')
    else sections[sections.length - 1] += piece
  }
  return sections
}

function sectionOf(section: string): Pick<Section, 'kind' | 'tokens'> {
  const pieces = Array.from(section.matchAll(PIECE), ([piece]) => piece)
  const bare = pieces.filter((piece) => piece.length === 1).join('')
  if (/general|g\/通用格式/i.test(bare)) return { kind: 'number', tokens: [] }
  if (pieces.some((piece) => /^\[(h+|m+|s+)\]$/i.test(piece))) return { kind: 'elapsed', tokens: [] }
  if (/[yde]/i.test(bare) || (/m/i.test(bare) && !/[hs]/i.test(bare))) return { kind: 'date', tokens: [] }
  if (/[hs]/i.test(bare)) return { kind: 'time', tokens: [] }
  const isQuantity = /[.,%/@]/.test(bare) || pieces.some((piece) => /^E[+-]$/.test(piece))
  const tokens = pieces.flatMap(tokenOf)
  return { kind: !isQuantity && isCode(tokens) ? 'code' : 'number', tokens }
}

function tokenOf(piece: string): Token[] {
  if (piece === '0' || piece === '#' || piece === '?') return [{ digit: piece }]
  if (piece.startsWith('"')) return [{ literal: piece.slice(1).replace(/"$/, '') }]
  if (piece.startsWith('\\')) return [{ literal: piece.slice(1) }]
  return /^[_*[]/.test(piece) ? [] : [{ literal: piece }]
}

/** True of a format whose zeros or words are part of what is shown: no currency, unit, sign or bracket around a number. */
function isCode(tokens: Token[]): boolean {
  const first = tokens.findIndex((token) => 'digit' in token)
  if (first < 0) return false
  const last = tokens.findLastIndex((token) => 'digit' in token)
  const words = (from: number, to: number) =>
    tokens
      .slice(from, to)
      .map((token) => ('literal' in token ? token.literal : ''))
      .join('')
  const zeros = tokens.filter((token) => 'digit' in token && token.digit === '0').length
  const before = words(0, first)
  const behind = words(last + 1, tokens.length).trim()
  return (
    zeros > 1 ||
    words(first, last) !== '' ||
    /[\p{L}\p{N}]/u.test(before) ||
    (/[\p{L}\p{N}]/u.test(behind) && !UNITS.test(behind))
  )
}

/** Why a numeric cell has no text. */
export type NumberFault = 'damaged' | 'not a number' | 'not a date'

const DOUBLE = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/**
 * The text of a numeric cell. Dates and times become ISO text, codes stand as the format shows them; quantities (of any
 * decimals, grouping, percentage, currency or exponent) as the number that is stored, for what is shown may be rounded.
 */
export function numberText(
  raw: string,
  format: NumberFormat,
  date1904: boolean,
): { text: string } | { fault: NumberFault } {
  const trimmed = raw.trim()
  const value = Number(trimmed)
  if (!DOUBLE.test(trimmed) || !Number.isFinite(value)) return { fault: 'not a number' }
  const section = format.find((each) => each.isFor(value)) ?? PLAIN
  if (section.kind === 'date' || section.kind === 'time') return serialText(value, section.kind, date1904)
  if (section.kind === 'elapsed') return value < 0 ? { fault: 'not a date' } : { text: elapsedText(value) }
  if (Math.abs(value) >= 1e15) return { fault: 'damaged' }
  if (section.kind === 'code' && Number.isInteger(value) && value >= 0)
    return { text: codeText(value, section.tokens) }
  return { text: plainText(value) }
}

function plainText(value: number): string {
  if (Number.isInteger(value)) return String(value)
  const rounded = Number(value.toPrecision(15))
  const text = String(rounded)
  return text.includes('e') ? rounded.toFixed(20).replace(/0+$/, '').replace(/\.$/, '') : text
}

/** Digits from the right into the placeholders; those left over stand before the first. */
function codeText(value: number, tokens: Token[]): string {
  let digits = String(value)
  if (value === 0) digits = ''
  let left = tokens.filter((token) => 'digit' in token).length
  const spare = digits.slice(0, Math.max(0, digits.length - left))
  let shown = ''
  let isFirst = true
  for (const token of tokens) {
    if ('literal' in token) {
      shown += token.literal
      continue
    }
    if (isFirst) shown += spare
    isFirst = false
    const digit = digits[digits.length - left]
    left--
    shown += digit ?? { '0': '0', '#': '', '?': ' ' }[token.digit]
  }
  return shown.trim()
}

function serialText(
  serial: number,
  kind: 'date' | 'time',
  date1904: boolean,
): { text: string } | { fault: NumberFault } {
  if (serial < 0 || serial >= LAST_DAY) return { fault: 'not a date' }
  const seconds = Math.round(serial * DAY_S)
  const day = Math.floor(seconds / DAY_S)
  const time = new Date((seconds % DAY_S) * 1000).toISOString().slice(11, 19)
  if (day === 0 && kind === 'time') return { text: time }
  const date = dayText(day, date1904)
  return { text: seconds % DAY_S === 0 ? date : `${date}T${time}` }
}

/** Excel counts a 29 February 1900 that never was, and shows day 0 as 1900-01-00: neither passes for a date. */
function dayText(day: number, date1904: boolean): string {
  if (!date1904 && day === 0) return '1900-01-00'
  if (!date1904 && day === 60) return '1900-02-29'
  const epoch = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30)
  return new Date(epoch + day * DAY_S * 1000).toISOString().slice(0, 10)
}

function elapsedText(serial: number): string {
  const seconds = Math.round(serial * DAY_S)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}
