import { isAscii, isUtf8 } from 'node:buffer'
import { isBig5 } from './big5.ts'
import { CHUNK, fileChunks, fileHead } from './chunks.ts'
import { LF, physicalLines } from './lines.ts'
import { type CharacterCosts, costOf, damagedCostOf, utf8CostOf } from './plausibility.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'
/** What a line may be in, of a file that is not UTF-16. */
export type LineEncoding = 'utf-8' | 'gb18030'

export interface DetectedEncoding {
  encoding: Encoding
  /** Bytes of the byte-order mark to pass over. */
  markBytes: number
  /** Bits by which the rest of the file speaks for UTF-8 (negative: for GB18030) in a line that could be either. */
  prior: number
  /** True where the first lines are Big5, which is not read, though they can be read as GB18030. */
  isBig5: boolean
}

/** Bits by which one reading of a line must be likelier than the other; else the line is left undecided. */
const MARGIN = 20
/** The same of a line that only one of the two can read. */
const MARGIN_OF_ONE = 14
/** What a file says of a line: by its first lines, by many that all say the same, by its byte-order mark. */
const PRIOR = { usual: 12, pure: 16, mark: 16 }
const PURE_FROM = 32
/** Lines with other characters than ASCII that are looked at to know the file. */
const SAMPLE = 400

/**
 * Tells a text file's encoding: by its byte-order mark; by where its zero bytes stand (UTF-16 without mark);
 * else UTF-8 or GB18030, as most of its first lines say. Reads on until the first byte that is not ASCII.
 */
export async function detectEncoding(path: string): Promise<DetectedEncoding> {
  const head = await fileHead(path, CHUNK)
  const marked = byMark(head)
  if (marked) return marked
  const wide = byZeros(head)
  if (wide) return { encoding: wide, markBytes: 0, prior: 0, isBig5: false }
  if (!isAscii(head)) return vote(wholeLines(head))
  for await (const chunk of fileChunks(path, head.length)) {
    if (!isAscii(chunk)) return vote(wholeLines(chunk))
  }
  return { encoding: 'utf-8', markBytes: 0, prior: 0, isBig5: false }
}

/** How a line reads in either encoding. */
export interface Weighed {
  isUtf8: boolean
  isGb18030: boolean
  /** Bits by which it is likelier to be UTF-8 than GB18030. */
  bits: number
}

/** Weighs a line's two readings. */
export function weigh(line: Buffer, characters: CharacterCosts = null): Weighed {
  const text = looseGb18030.decode(line)
  const readsUtf8 = isUtf8(line)
  const cost = utf8CostOf(line, characters)
  return {
    isUtf8: readsUtf8,
    isGb18030: !text.includes('\ufffd'),
    bits: costOf(text, characters) - (readsUtf8 ? cost : Math.min(cost, damagedCostOf(line, characters))),
  }
}

/**
 * The encoding of one line, by how likely its text is in either; null when neither can be read whole, or both are
 * likely, or neither is. Bytes that a reading cannot decode count against it: a line of UTF-8 that lost a byte is
 * no GB18030, though it may be read as such.
 */
export function encodingOfLine(line: Buffer, prior: number): LineEncoding | null {
  return decideByLine(weigh(line), prior)
}

/** The same of a line that has been weighed. */
export function decideByLine(line: Weighed, prior: number): LineEncoding | null {
  return decide(line, prior, canBeBoth(line) ? MARGIN : MARGIN_OF_ONE)
}

export const canBeBoth = (line: Weighed) => line.isUtf8 && line.isGb18030

/** The encoding for which the bits and the prior speak by `margin`, where the line can be read in it. */
export function decide(line: Weighed, prior: number, margin: number): LineEncoding | null {
  const bits = line.bits + prior
  if (bits >= margin) return line.isUtf8 ? 'utf-8' : null
  if (bits <= -margin) return line.isGb18030 ? 'gb18030' : null
  return null
}

function byMark(head: Buffer): DetectedEncoding | null {
  const marks: [Encoding, number[], number][] = [
    ['utf-8', [0xef, 0xbb, 0xbf], PRIOR.mark],
    ['utf-16le', [0xff, 0xfe], 0],
    ['utf-16be', [0xfe, 0xff], 0],
    ['gb18030', [0x84, 0x31, 0x95, 0x33], -PRIOR.mark],
  ]
  const found = marks.find(([, mark]) => head.subarray(0, mark.length).equals(Buffer.from(mark)))
  return found ? { encoding: found[0], markBytes: found[1].length, prior: found[2], isBig5: false } : null
}

/** Digits, delimiters and line ends have a zero high byte in UTF-16; in Chinese text they are a good share of it. */
function byZeros(head: Buffer): Encoding | null {
  let even = 0
  let odd = 0
  for (let i = 0; i < head.length; i++) {
    if (head[i] === 0) i % 2 === 0 ? even++ : odd++
  }
  const enough = head.length / 20
  if (odd > enough && even * 50 < odd) return 'utf-16le'
  if (even > enough && odd * 50 < even) return 'utf-16be'
  return null
}

/** The encoding that the first lines speak for, and how clearly. A tie of nothing is UTF-8. */
function vote(sample: Buffer): DetectedEncoding {
  const bits = { 'utf-8': 0, gb18030: 0 }
  let lines = 0
  const wide: Buffer[] = []
  for (const line of physicalLines(sample)) {
    if (isAscii(line)) continue
    if (lines === SAMPLE) break
    lines++
    if (!isUtf8(line)) wide.push(line)
    const weighed = weigh(line)
    const encoding = decideByLine(weighed, 0)
    if (encoding) bits[encoding] += Math.abs(weighed.bits)
  }
  const net = bits['utf-8'] - bits.gb18030
  const isPure = lines >= PURE_FROM && (bits['utf-8'] === 0 || bits.gb18030 === 0)
  const prior = Math.sign(net) * Math.min(isPure ? PRIOR.pure : PRIOR.usual, Math.abs(net) / 8)
  return {
    encoding: net < 0 ? 'gb18030' : 'utf-8',
    markBytes: 0,
    prior,
    isBig5: net < 0 && isBig5(Buffer.concat(wide)),
  }
}

/** Cuts a sample's last, possibly broken line off, where it has line ends at all. */
function wholeLines(sample: Buffer): Buffer {
  const end = sample.lastIndexOf(LF)
  return end > 0 && sample.length >= CHUNK ? sample.subarray(0, end) : sample
}

const looseGb18030 = new TextDecoder('gb18030', { ignoreBOM: true })
const strictGb18030 = new TextDecoder('gb18030', { fatal: true, ignoreBOM: true })

/** The text of bytes that are GB18030; null when they are not. */
export function gb18030Text(bytes: Uint8Array): string | null {
  try {
    return strictGb18030.decode(bytes)
  } catch {
    return null
  }
}
