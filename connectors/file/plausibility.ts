import { isUtf8 } from 'node:buffer'

/**
 * How likely a text is in a register of this country, in bits: common Chinese costs little a character, a mixture of
 * scripts much. Two readings of the same bytes are compared by it. The costs are those of a plain model (the share
 * of a class of characters in such text, spread over its members), not of a dictionary: GB/T 2312's two levels of
 * characters say what is common, and the file's own lines (`characters`) which of them it uses.
 */
export function costOf(text: string, characters: CharacterCosts = null): number {
  const reading = new Reading(characters)
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0xd800 || unit >= 0xdc00) reading.add(unit)
    else reading.add(text.codePointAt(at++) as number)
  }
  return reading.end()
}

/**
 * The same of bytes read as UTF-8, damaged ones too: a byte too many, too few or changed breaks one character. Bytes that
 * break more than that, or that no Chinese in UTF-8 has, are no damage of it.
 */
export function utf8CostOf(bytes: Buffer, characters: CharacterCosts = null): number {
  const reading = new Reading(characters)
  for (let at = 0, broken = 0; at < bytes.length; ) {
    const lead = bytes[at] as number
    const width = lead < 0x80 ? 1 : widthAt(bytes, at)
    if (width > 0) {
      reading.add(width === 1 ? lead : pointAt(bytes, at, width))
      at += width
      broken = 0
      continue
    }
    reading.addBroken(broken, lead)
    broken++
    at++
  }
  return reading.end()
}

/**
 * The same of bytes that would be UTF-8 if one byte had not been lost, added or changed; infinite of others.
 * Its broken character costs what a common one does, and the damage.
 */
export function damagedCostOf(bytes: Buffer, characters: CharacterCosts = null): number {
  const at = firstBroken(bytes)
  let least = Number.POSITIVE_INFINITY
  for (const start of [at, at - 2]) {
    for (let length = 1; length <= 4; length++) {
      const stop = start + length
      if (start < 0 || stop <= at || stop > bytes.length || ((bytes[stop] ?? 0) & 0xc0) === 0x80) continue
      if (!isBrokenHan(bytes.subarray(start, stop)) || !isUtf8(bytes.subarray(stop))) continue
      const rest = Buffer.concat([bytes.subarray(0, start), bytes.subarray(stop)])
      if (isUtf8(rest)) least = Math.min(least, utf8CostOf(rest, characters) + DAMAGE.once + COMMON.first)
    }
  }
  return least
}

/** Where the first byte stands that begins no character; the length when all do. */
function firstBroken(bytes: Buffer): number {
  for (let at = 0; at < bytes.length; ) {
    const width = (bytes[at] as number) < 0x80 ? 1 : widthAt(bytes, at)
    if (width === 0) return at
    at += width
  }
  return bytes.length
}

/** True of what may be left of a Chinese character and one byte: all others are bytes of such a character. */
function isBrokenHan(bytes: Buffer): boolean {
  let foreign = 0
  for (const byte of bytes) {
    if (byte < 0x80 || byte > 0xe9 || (byte > 0xbf && byte < 0xe3)) foreign++
  }
  return foreign <= 1
}

/** How many bytes the character at `at` has in UTF-8; 0 where there is none. */
function widthAt(bytes: Buffer, at: number): number {
  const lead = bytes[at] as number
  const second = bytes[at + 1] ?? 0
  if (lead < 0xc2 || lead > 0xf4 || (second & 0xc0) !== 0x80) return 0
  if (lead < 0xe0) return 2
  if (((bytes[at + 2] ?? 0) & 0xc0) !== 0x80) return 0
  if (lead < 0xf0) return (lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f) ? 0 : 3
  if (((bytes[at + 3] ?? 0) & 0xc0) !== 0x80) return 0
  return (lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f) ? 0 : 4
}

function pointAt(bytes: Buffer, at: number, width: number): number {
  let point = (bytes[at] as number) & (0xff >> (width + 1))
  for (let i = 1; i < width; i++) point = (point << 6) | ((bytes[at + i] as number) & 0x3f)
  return point
}

/** The cost of each character that a file's own lines hold, by code point; infinite for others. Null: nothing is known. */
export type CharacterCosts = Float32Array | null

/** Counts the characters of a file's lines. */
export class CharacterCounts {
  private readonly counts = new Uint32Array(0x10000)
  total = 0

  add(text: string): void {
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at)
      if (unit < 0x80) continue
      this.counts[unit] = (this.counts[unit] as number) + 1
      this.total++
    }
  }

  /**
   * Half of what the file holds is taken to be like what was counted. A file of many rare characters holds others, too:
   * each costs no more than its kind's share, spread over the kind.
   */
  costs(): CharacterCosts {
    if (this.total === 0) return null
    const all = 2 * (this.total + FEW)
    const costs = new Float32Array(this.counts.length)
    for (let point = 0; point < costs.length; point++)
      costs[point] = Math.log2(all / (this.counts[point] as number))
    for (const members of [RARE, RARER].map(pointsOf)) {
      const count = members.reduce((sum, point) => sum + (this.counts[point] as number), 0)
      const most = Math.log2((all / count) * members.length)
      for (const point of members) costs[point] = Math.min(costs[point] as number, most)
    }
    return costs
  }
}

/** So many characters must have been counted until their shares are believed. */
const FEW = 1000

/** The cost of a text, character by character. */
class Reading {
  private readonly characters: CharacterCosts
  private cost = 0
  private before: Kind = ASCII_OTHER
  private last = 0
  /** What is added when the character before turns out to stand alone. */
  private alone = 0
  /** Signs of ASCII that a byte of GBK may be, and those behind a character of three bytes. */
  private signs = 0
  private signsBehind = 0

  constructor(characters: CharacterCosts) {
    this.characters = characters
  }

  add(point: number): void {
    const kind = kindOf(point)
    const { before, last } = this
    const isBehindWide = last >= FIRST_OF_THREE_BYTES
    this.before = kind
    this.last = point
    if (this.alone > 0 && !(point >= 0x80 ? last >= 0x80 : joins(point))) this.cost += this.alone
    this.alone = 0
    if (point < 0x80) {
      if (kind === LOWER && before.script === 'han') this.cost += 8
      if (isBehindWide && (kind === UPPER || kind === LOWER)) this.alone = ALONE.ascii
      if (kind === ASCII_OTHER && point >= 0x40) {
        this.signs++
        if (isBehindWide) this.signsBehind++
      }
      return
    }
    // Between blanks a letter is a word.
    if (before === ASCII_OTHER && last !== 0x20)
      this.alone = kind.isLetter ? ALONE.letter : kind.isSign ? ALONE.sign : 0
    const usual = costAfter(before, kind)
    const own = this.characters?.[point] ?? Number.POSITIVE_INFINITY
    this.cost += this.characters === null ? usual : Math.min(usual + 1, own)
  }

  /** A byte that is part of no character, the `run`th of such. */
  addBroken(run: number, byte: number): void {
    this.before = ASCII_OTHER
    this.last = 0
    this.alone = 0
    this.cost += run === 0 ? DAMAGE.first : run < 3 ? DAMAGE.next : DAMAGE.further
    if (byte >= 0xc0 && (byte < 0xe3 || byte > 0xe9)) this.cost += DAMAGE.foreign
  }

  end(): number {
    // What delimits fields stands in a line more than once.
    const sign = this.signs === 1 && this.signsBehind === 1 ? ALONE.ascii : 0
    return this.cost + this.alone + sign
  }
}

const FIRST_OF_THREE_BYTES = 0x800

const joins = (unit: number) =>
  (unit >= 0x30 && unit <= 0x39) ||
  (unit >= 0x41 && unit <= 0x5a) ||
  (unit >= 0x61 && unit <= 0x7a) ||
  unit === 0x2d

/** What one letter costs that is all its field holds, and one of ASCII behind Chinese: the end of two rare characters. */
const ALONE = { letter: 20, sign: 22, ascii: 20 }
/** The bytes of one broken character, those that break more, and those that no Chinese in UTF-8 has. */
const DAMAGE = { first: 28, next: 4, further: 16, foreign: 12, once: 28 }

/** What a byte that a reading cannot decode costs. */
const BROKEN_COST = 40

interface Kind {
  /** Bits of the first of its kind, and of one behind another. */
  first: number
  next: number
  /** Behind Chinese, where that is not `first`. */
  behindHan?: number
  /** Behind or before an ASCII letter, where that is not `first`. */
  atLetter?: number
  script?: 'han' | 'latin' | 'cyrillic'
  /** Is a letter of an alphabet, which hardly stands alone. */
  isLetter?: boolean
  /** Is a sign that hardly stands alone. */
  isSign?: boolean
}

const ASCII_OTHER: Kind = { first: 0, next: 0 }
const UPPER: Kind = { first: 0, next: 0 }
const LOWER: Kind = { first: 0, next: 0, script: 'latin' }
const DIGIT: Kind = { first: 0, next: 0 }
/** GB/T 2312 level 1 (3,755 characters), level 2 (3,008), the rest of the first block, and the later blocks. */
const COMMON: Kind = { first: 12, next: 12, script: 'han' }
const SECOND: Kind = { first: 17, next: 17, script: 'han' }
const RARE: Kind = { first: 22, next: 22, script: 'han' }
const RARER: Kind = { first: 26, next: 26, script: 'han' }
const PUNCTUATION: Kind = { first: 11, next: 8 }
const DOT: Kind = { first: 4, next: 12, behindHan: 4, atLetter: 4 }
const SYMBOL: Kind = { first: 12, next: 8 }
/** Signs that are one byte in Latin alphabets; they stand beside a number or a word. */
const SIGN: Kind = { first: 8, next: 8, behindHan: 14, isSign: true }
const LATIN: Kind = { first: 18, next: 14, behindHan: 26, atLetter: 5, script: 'latin', isLetter: true }
const LATIN_OTHER: Kind = { first: 26, next: 14, behindHan: 30, atLetter: 8, script: 'latin', isLetter: true }
const GREEK: Kind = { first: 20, next: 6, isLetter: true }
const CYRILLIC_UPPER: Kind = { first: 16, next: 8, script: 'cyrillic', isLetter: true }
const CYRILLIC_LOWER: Kind = { first: 18, next: 6, script: 'cyrillic', isLetter: true }
/** Arabic, Hebrew, Armenian. */
const ARABIC: Kind = { first: 24, next: 8, isLetter: true }
const KANA: Kind = { first: 18, next: 8 }
const MONGOLIAN: Kind = { first: 10, next: 5 }
const TIBETAN: Kind = { first: 16, next: 6 }
const HANGUL: Kind = { first: 26, next: 12 }
const OTHER: Kind = { first: 28, next: 20, isLetter: true }
const PRIVATE: Kind = { first: 30, next: 30 }
const BROKEN: Kind = { first: BROKEN_COST, next: BROKEN_COST }

function costAfter(before: Kind, kind: Kind): number {
  if (kind.script === 'han') return kind.first + (before === LOWER ? 8 : before.script === 'latin' ? 6 : 0)
  if (kind === LOWER) return before.script === 'han' ? 8 : 0
  if (kind.atLetter !== undefined && (before === UPPER || before.script === 'latin')) return kind.atLetter
  if (kind.behindHan !== undefined && before.script === 'han') return kind.behindHan
  if ((kind === SYMBOL || kind === SIGN) && before === DIGIT) return 5
  if (kind === CYRILLIC_UPPER && before === CYRILLIC_LOWER) return kind.first
  const goesOn = before === kind || (kind.script === 'cyrillic' && before.script === 'cyrillic')
  return goesOn ? kind.next : kind.first
}

/** The first code point behind each range, in order, and what the range is. */
const ranges: [number, Kind][] = [
  [0x30, ASCII_OTHER],
  [0x3a, DIGIT],
  [0x41, ASCII_OTHER],
  [0x5b, UPPER],
  [0x61, ASCII_OTHER],
  [0x7b, LOWER],
  [0x80, ASCII_OTHER],
  [0xa0, BROKEN],
  [0xb7, SIGN],
  [0xb8, DOT],
  [0xc0, SIGN],
  [0xd7, LATIN],
  [0xd8, SIGN],
  [0xf7, LATIN],
  [0xf8, SIGN],
  [0x100, LATIN],
  [0x180, LATIN_OTHER],
  [0x370, OTHER],
  [0x400, GREEK],
  [0x401, OTHER],
  [0x402, CYRILLIC_UPPER],
  [0x410, OTHER],
  [0x430, CYRILLIC_UPPER],
  [0x460, CYRILLIC_LOWER],
  [0x4ae, OTHER],
  [0x4af, CYRILLIC_UPPER],
  [0x4b0, CYRILLIC_LOWER],
  [0x4e8, OTHER],
  [0x4e9, CYRILLIC_UPPER],
  [0x4ea, CYRILLIC_LOWER],
  [0x530, OTHER],
  [0x700, ARABIC],
  [0xf00, OTHER],
  [0x1000, TIBETAN],
  [0x1800, OTHER],
  [0x18b0, MONGOLIAN],
  [0x2000, OTHER],
  [0x2010, MONGOLIAN],
  [0x2028, PUNCTUATION],
  [0x2030, MONGOLIAN],
  [0x2050, PUNCTUATION],
  [0x2100, OTHER],
  [0x3000, OTHER],
  [0x3020, PUNCTUATION],
  [0x3040, OTHER],
  [0x3100, KANA],
  [0x3200, OTHER],
  [0x3400, OTHER],
  [0x4dc0, RARER],
  [0x4e00, OTHER],
  [0xa000, RARE],
  [0xac00, OTHER],
  [0xd7a4, HANGUL],
  [0xe000, BROKEN],
  [0xf900, PRIVATE],
  [0xfb00, RARER],
  [0xfe30, OTHER],
  [0xfe50, PUNCTUATION],
  [0xff01, OTHER],
  [0xff5f, PUNCTUATION],
  [0xff61, OTHER],
  [0xffa0, KANA],
  [0xffe0, OTHER],
  [0xffe7, PUNCTUATION],
  [0xfffd, OTHER],
  [0x10000, BROKEN],
  [0x11660, OTHER],
  [0x11680, MONGOLIAN],
  [0x1f000, OTHER],
  [0x20000, OTHER],
  [0x323b0, RARER],
]
/** Of every code point of the first plane. */
const kinds = new Array<Kind>(0x10000).fill(OTHER)
for (const [at, [end, kind]] of ranges.entries()) kinds.fill(kind, ranges[at - 1]?.[0] ?? 0, end)
for (const character of charactersOf(0xa1, 0xa9)) {
  const point = character.codePointAt(0) as number
  if (point > 0x2100 && point < 0x3400 && kinds[point] === OTHER) kinds[point] = SYMBOL
}
for (const [lead, last, kind] of [
  [0xb0, 0xd7, COMMON],
  [0xd8, 0xf7, SECOND],
] as const) {
  for (const character of charactersOf(lead, last)) kinds[character.codePointAt(0) as number] = kind
}

/** The code points of a kind. */
function pointsOf(kind: Kind): number[] {
  const points: number[] = []
  for (let point = kinds.indexOf(kind); point >= 0; point = kinds.indexOf(kind, point + 1)) points.push(point)
  return points
}

/** The two-byte characters of GB/T 2312 with a first byte from `lead` to `last`. */
function charactersOf(lead: number, last: number): string {
  const bytes: number[] = []
  for (let high = lead; high <= last; high++) {
    // Row 55 (D7) ends at FA; what stands behind it is no character of the standard.
    for (let low = 0xa1; low <= (high === 0xd7 ? 0xf9 : 0xfe); low++) bytes.push(high, low)
  }
  return new TextDecoder('gb18030').decode(Uint8Array.from(bytes))
}

function kindOf(point: number): Kind {
  return kinds[point] ?? supplementaryKind(point)
}

function supplementaryKind(point: number): Kind {
  return ranges.find(([end]) => point < end)?.[1] ?? OTHER
}

/** True of a character that no wrong reading of other text is made of alone: Chinese of GB/T 2312, its punctuation. */
export const isOrdinary = new Uint8Array(
  kinds.map((kind) => (kind === COMMON || kind === SECOND || kind === PUNCTUATION ? 1 : 0)),
)

/** True of text that is ASCII, ordinary Chinese and Mongolian, with the dot within names. */
export function isOrdinaryText(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit >= 0x80 && isOrdinary[unit] !== 1 && kinds[unit] !== DOT && kinds[unit] !== MONGOLIAN)
      return false
  }
  return true
}
