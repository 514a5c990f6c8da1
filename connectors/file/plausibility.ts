/**
 * How likely a text is in a register of this country, in bits: common Chinese costs little a character, a mixture of
 * scripts much. Two readings of the same bytes are compared by it. The costs are those of a plain model (the share
 * of a class of characters in such text, spread over its members), not of a dictionary: GB/T 2312's two levels of
 * characters say what is common.
 */
export function costOf(text: string): number {
  let cost = 0
  let before: Kind = ASCII_OTHER
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    const isPair = unit >= 0xd800 && unit < 0xdc00
    const kind = isPair ? supplementaryKind(text.codePointAt(at) as number) : (kinds[unit] as Kind)
    if (isPair) at++
    if (kind !== ASCII_OTHER && kind !== DIGIT && kind !== UPPER) cost += costAfter(before, kind)
    before = kind
  }
  return cost
}

/** What a byte that a reading cannot decode costs. */
const BROKEN_COST = 40

interface Kind {
  /** Bits of the first of its kind, and of one behind another. */
  first: number
  next: number
  /** Behind or before an ASCII letter, where that is not `first`. */
  atLetter?: number
  script?: 'han' | 'latin' | 'cyrillic'
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
const DOT: Kind = { first: 4, next: 12, atLetter: 4 }
const SYMBOL: Kind = { first: 8, next: 8 }
const LATIN: Kind = { first: 18, next: 14, atLetter: 5, script: 'latin' }
const LATIN_OTHER: Kind = { first: 26, next: 14, atLetter: 8, script: 'latin' }
const GREEK: Kind = { first: 20, next: 16 }
const CYRILLIC_UPPER: Kind = { first: 16, next: 8, script: 'cyrillic' }
const CYRILLIC_LOWER: Kind = { first: 18, next: 6, script: 'cyrillic' }
const KANA: Kind = { first: 18, next: 8 }
const MONGOLIAN: Kind = { first: 10, next: 5 }
const TIBETAN: Kind = { first: 16, next: 6 }
const HANGUL: Kind = { first: 18, next: 12 }
const OTHER: Kind = { first: 24, next: 20 }
const PRIVATE: Kind = { first: 30, next: 30 }
const BROKEN: Kind = { first: BROKEN_COST, next: BROKEN_COST }

function costAfter(before: Kind, kind: Kind): number {
  if (kind.script === 'han') return kind.first + (before === LOWER ? 8 : before.script === 'latin' ? 6 : 0)
  if (kind === LOWER) return before.script === 'han' ? 8 : 0
  if (kind.atLetter !== undefined && (before === UPPER || before.script === 'latin')) return kind.atLetter
  if (kind === DOT && before.script === 'han') return DOT.atLetter as number
  if (kind === SYMBOL && before === DIGIT) return 5
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
  [0xb7, SYMBOL],
  [0xb8, DOT],
  [0xc0, SYMBOL],
  [0xd7, LATIN],
  [0xd8, SYMBOL],
  [0xf7, LATIN],
  [0xf8, SYMBOL],
  [0x100, LATIN],
  [0x180, LATIN_OTHER],
  [0x370, OTHER],
  [0x400, GREEK],
  [0x401, OTHER],
  [0x402, CYRILLIC_UPPER],
  [0x410, OTHER],
  [0x430, CYRILLIC_UPPER],
  [0x450, CYRILLIC_LOWER],
  [0x452, CYRILLIC_LOWER],
  [0x4ae, OTHER],
  [0x4af, CYRILLIC_UPPER],
  [0x4b0, CYRILLIC_LOWER],
  [0x4e8, OTHER],
  [0x4e9, CYRILLIC_UPPER],
  [0x4ea, CYRILLIC_LOWER],
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
  [0x2700, SYMBOL],
  [0x3000, OTHER],
  [0x3020, PUNCTUATION],
  [0x3040, SYMBOL],
  [0x3100, KANA],
  [0x3200, OTHER],
  [0x3400, SYMBOL],
  [0x4dc0, RARER],
  [0x4e00, SYMBOL],
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
  [0x20000, SYMBOL],
  [0x323b0, RARER],
]
const kinds: Kind[] = []
for (const [end, kind] of ranges) {
  if (end > 0x10000) break
  while (kinds.length < end) kinds.push(kind)
}
for (const [lead, last, kind] of [
  [0xb0, 0xd7, COMMON],
  [0xd8, 0xf7, SECOND],
] as const) {
  for (const character of charactersOf(lead, last)) kinds[character.codePointAt(0) as number] = kind
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

function supplementaryKind(point: number): Kind {
  return ranges.find(([end]) => point < end)?.[1] ?? OTHER
}

/** True of a character that no wrong reading of other text is made of alone: Chinese of GB/T 2312, its punctuation. */
export const isOrdinary = Uint8Array.from(kinds, (kind) =>
  kind === COMMON || kind === SECOND || kind === PUNCTUATION ? 1 : 0,
)
