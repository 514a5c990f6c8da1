import { isAscii } from 'node:buffer'
import {
  canBeBoth,
  type DetectedEncoding,
  decide,
  decideByLine,
  gb18030Text,
  type LineEncoding,
  weigh,
} from './encoding.ts'
import { lineStop } from './lines.ts'
import { unusualLines } from './plain_lines.ts'
import { type CharacterCosts, CharacterCounts, isOrdinaryText } from './plausibility.ts'

/** What a file says of its lines, read to its end. */
export interface Survey {
  own: LineEncoding
  /** True of a file that holds clear text in either encoding. */
  isMixed: boolean
  /** Bytes of text that is clearly in the file's own encoding, ASCII not counted; no more than are needed to follow it. */
  certain: number
  /** What its first lines say. */
  prior: number
  /** Bits by which the shares of its clear text speak for UTF-8. */
  share: number
  characters: CharacterCosts
  /** By chunk, where its lines begin and end that may be in another encoding; null where that was too much to keep. */
  unusual: readonly (readonly number[] | null)[]
}

/** Bits that make text that both encodings can read clear: neither rare characters nor many of them come to that. */
const CLEAR = 32
/** The same of text that holds more than ASCII and ordinary Chinese. */
const CLEAR_OF_OTHERS = 44
/** The same of a line that only one can read, which may be a damaged one of the other: to be read, and to speak of the file. */
const CLEAR_OF_DAMAGE = { toRead: 20, ofFile: 24 }
/** Bits that the shares of the two encodings may come to. */
const MOST = 10
/**
 * What a file of one encoding says of a line that both can read: so many bits, of longer text than one letter only from so many
 * bytes of clear text on, ASCII not counted, and fewer before.
 */
const FOLLOWS = { bits: 24, bytes: 192, margin: 4 }
/** Bytes that are looked at for the characters that a file uses: of its start, then of each chunk. */
const LEARNED = { start: 1 << 20, chunk: 1 << 12 }

/** So many offsets of lines are kept, and no more. */
const MOST_OFFSETS = 1 << 19

/** Looks through the lines of a file, chunk by chunk. */
export class Surveyor {
  private readonly own: LineEncoding
  private readonly prior: number
  private readonly counts = new CharacterCounts()
  private readonly unusual: (readonly number[] | null)[] = []
  private kept = 0
  /** Bytes of lines that are clearly in one encoding. */
  private readonly clear = { 'utf-8': 0, gb18030: 0 }
  private certain = 0
  /** Bytes that characters were learned from, and how many more may be of this chunk. */
  private seen = 0
  private room = 0

  constructor({ encoding, prior }: DetectedEncoding) {
    this.own = encoding === 'gb18030' ? 'gb18030' : 'utf-8'
    this.prior = prior
  }

  /** @param chunk whole lines */
  add(chunk: Buffer): void {
    this.room = this.seen < LEARNED.start ? LEARNED.start : LEARNED.chunk
    let from = 0
    const offsets: number[] = []
    for (const line of isAscii(chunk) ? [] : unusualLines(chunk, this.own)) {
      const at = line.byteOffset - chunk.byteOffset
      this.learn(chunk.subarray(from, at), this.own)
      from = at + line.length
      offsets.push(at, from)
      this.weigh(line)
    }
    this.learn(chunk.subarray(from), this.own)
    this.kept += offsets.length
    this.unusual.push(this.kept < MOST_OFFSETS ? offsets : null)
  }

  result(): Survey {
    const { own, prior, clear } = this
    const other = own === 'utf-8' ? 'gb18030' : 'utf-8'
    return {
      own,
      prior,
      share: Math.max(-MOST, Math.min(MOST, Math.log2(clear['utf-8'] / clear.gb18030))),
      isMixed: clear[other] > 0 && clear[own] > 0,
      certain: this.certain,
      // Most files have no line that must be weighed.
      characters: this.kept > 0 ? this.counts.costs() : null,
      unusual: this.unusual,
    }
  }

  private weigh(line: Buffer): void {
    const weighed = weigh(line)
    const isBoth = canBeBoth(weighed)
    const encoding = decide(weighed, 0, isBoth ? CLEAR : CLEAR_OF_DAMAGE.ofFile)
    if (!encoding || (isBoth && isShort(line))) return
    if (encoding === this.own || isOrdinaryText(textOf(line, encoding))) this.learn(line, encoding)
  }

  /** Learns from lines that are clearly in one encoding. */
  private learn(lines: Buffer, encoding: LineEncoding): void {
    if (isAscii(lines)) return
    this.clear[encoding] += lines.length
    if (encoding === this.own) this.certain += wideBytes(lines, FOLLOWS.bytes - this.certain)
    if (this.room <= 0) return
    const known = lines.length > this.room ? lines.subarray(0, lineStop(lines, this.room)) : lines
    this.room -= known.length
    this.seen += known.length
    this.counts.add(textOf(known, encoding))
  }
}

function textOf(lines: Buffer, encoding: LineEncoding): string {
  return encoding === 'utf-8' ? lines.toString('utf8') : (gb18030Text(lines) ?? '')
}

/** True of a line with less than four bytes of text: one letter says nothing of a file. */
function isShort(line: Buffer): boolean {
  return wideBytes(line, 4) < 4
}

/** Bytes that are no ASCII, counted up to `most`. */
function wideBytes(text: Buffer, most: number): number {
  let bytes = 0
  for (let at = 0; at < text.length && bytes < most; at++) if ((text[at] ?? 0) >= 0x80) bytes++
  return bytes
}

/**
 * The encoding of a line of a file; null when it cannot be told. In a file of one encoding a line that both can read is in
 * that one, unless its text is far likelier in the other; in a file that mixes them its text alone decides.
 */
export function encodingInFile(line: Buffer, survey: Survey): LineEncoding | null {
  const weighed = weigh(line, survey.characters)
  const { own, isMixed, certain, prior, share } = survey
  const isBoth = canBeBoth(weighed)
  if (isMixed && isBoth) {
    const encoding = decide(weighed, 0, CLEAR)
    return encoding && isOrdinaryText(textOf(line, encoding)) ? encoding : decide(weighed, 0, CLEAR_OF_OTHERS)
  }
  if (isMixed) return decide(weighed, share, CLEAR_OF_DAMAGE.toRead)
  if (certain === 0) return decideByLine(weighed, prior)
  const weight = FOLLOWS.bits * (isShort(line) ? 1 : certain / FOLLOWS.bytes)
  const bits = own === 'utf-8' ? weight : -weight
  return decide(weighed, bits, FOLLOWS.margin) === own ? own : decide(weighed, bits, CLEAR)
}
