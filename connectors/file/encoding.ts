import { isAscii, isUtf8 } from 'node:buffer'
import { CHUNK, fileChunks, fileHead } from './chunks.ts'
import { costOf, isPlain } from './plausibility.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'
/** What a line may be in, of a file that is not UTF-16. */
export type LineEncoding = 'utf-8' | 'gb18030'

export interface DetectedEncoding {
  encoding: Encoding
  /** Bytes of the byte-order mark to pass over. */
  markBytes: number
  /** Bits by which the rest of the file speaks for UTF-8 (negative: for GB18030). */
  prior: number
  /** True when the file is in this encoding for certain, whatever else it holds. */
  isCertain: boolean
}

/** Bits by which a file speaks for UTF-8 (negative: for GB18030) in a line. */
export interface Priors {
  /** Of a line that only one of the two can read. */
  one: number
  /** Of a line that both can read. */
  both: number
  /** Of such a line that is nothing but ASCII and ordinary Chinese in UTF-8; `both` when absent. */
  ordinary?: number
}

/** Bits by which one reading of a line must be likelier than the other; else the line is left undecided. */
const MARGIN = 20
/** What a file says of a line: by its first lines, by many that all say the same, by its byte-order mark. */
const PRIOR = { usual: 12, pure: 16, mark: 16 }
/** What a file of one encoding says of a line that both can read: only text much likelier in the other is not its own. */
const PRIOR_OF_ONE = 32
/** What a file of both says of it: so little that text of rare characters in the other is not taken for its own. */
const PRIORS_OF_BOTH = { 'utf-8': { both: 0, ordinary: 12 }, gb18030: { both: -6 } }
const PURE_FROM = 32
/** A line longer than this is passed on undecoded: no record of that length is accepted, and only its head is kept. */
export const LONGEST_LINE = 11 << 20
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
  if (wide) return { encoding: wide, markBytes: 0, prior: 0, isCertain: true }
  if (!isAscii(head)) return vote(wholeLines(head))
  for await (const chunk of fileChunks(path, head.length)) {
    if (!isAscii(chunk)) return vote(wholeLines(chunk))
  }
  return { encoding: 'utf-8', markBytes: 0, prior: 0, isCertain: false }
}

/**
 * What a file says of its lines, read to its end. In a file of one encoding, in which no line can be read only in the
 * other, a line is in that one. A file that mixes them says little of a line that both can read: its text decides.
 */
export async function priorsOf(path: string, detected: DetectedEncoding): Promise<Priors> {
  const { encoding, markBytes, prior, isCertain } = detected
  if (encoding !== 'utf-8' && encoding !== 'gb18030') return { one: prior, both: prior }
  for await (const lines of lineChunks(path, markBytes)) {
    if (mixes(lines, encoding)) return { one: prior, ...PRIORS_OF_BOTH[encoding] }
  }
  const certain = encoding === 'utf-8' ? PRIOR_OF_ONE : -PRIOR_OF_ONE
  return { one: prior, both: isCertain ? certain : prior }
}

/** True when lines hold one that can only be in the other encoding, or that is far likelier to be. */
function mixes(lines: Buffer, own: LineEncoding): boolean {
  if (isAscii(lines) || (own === 'utf-8' && isUtf8(lines))) return false
  for (let start = 0; start < lines.length; ) {
    const end = lineEnd(lines, start)
    const line = lines.subarray(start, end)
    start = end + 1
    if (isAscii(line) || isUtf8(line) === (own === 'utf-8')) continue
    const { isUtf8: reads8, isGb18030: readsGb, bits } = weighed(line)
    const [readsOwn, readsOther] = own === 'utf-8' ? [reads8, readsGb] : [readsGb, reads8]
    const margin = own === 'utf-8' ? -bits : bits
    if (readsOther && margin > (readsOwn ? PRIOR_OF_ONE + MARGIN : 0)) return true
  }
  return false
}

/** Whole lines of a file, many at once; lines too long to be records are left out. */
async function* lineChunks(path: string, start: number): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of fileChunks(path, start)) {
    const joined = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    const end = Math.max(joined.lastIndexOf(0x0a), joined.lastIndexOf(0x0d)) + 1
    yield joined.subarray(0, end)
    rest = joined.length - end > LONGEST_LINE ? Buffer.alloc(0) : Buffer.from(joined.subarray(end))
  }
  yield rest
}

/**
 * The encoding of one line, by how likely its text is in either; null when neither can be read whole, or both are
 * likely, or neither is. Bytes that a reading cannot decode count against it: a line of UTF-8 that lost a byte is
 * no GB18030, though it may be read as such.
 */
export function encodingOfLine(line: Buffer, prior: number): LineEncoding | null {
  return encodingInFile(line, { one: prior, both: prior })
}

/** The encoding of a line in a file that says this much of it; null as of `encodingOfLine`. */
export function encodingInFile(line: Buffer, { one, both, ordinary = both }: Priors): LineEncoding | null {
  const { isUtf8, isGb18030, isPlain, bits } = weighed(line)
  const margin = bits + (isUtf8 && isGb18030 ? (isPlain ? ordinary : both) : one)
  if (margin >= MARGIN) return isUtf8 ? 'utf-8' : null
  if (margin <= -MARGIN) return isGb18030 ? 'gb18030' : null
  return null
}

/**
 * Which encodings can read a line, and by how many bits it is likelier to be UTF-8 than GB18030. `isPlain`: as UTF-8 it
 * is ordinary Chinese.
 */
function weighed(line: Buffer) {
  const text = looseGb18030.decode(line)
  const utf8 = line.toString('utf8')
  const bits = costOf(text) - costOf(utf8)
  return { isUtf8: isUtf8(line), isGb18030: !text.includes('\ufffd'), isPlain: isPlain(utf8), bits }
}

function byMark(head: Buffer): DetectedEncoding | null {
  const marks: [Encoding, number[], number][] = [
    ['utf-8', [0xef, 0xbb, 0xbf], PRIOR.mark],
    ['utf-16le', [0xff, 0xfe], 0],
    ['utf-16be', [0xfe, 0xff], 0],
    ['gb18030', [0x84, 0x31, 0x95, 0x33], -PRIOR.mark],
  ]
  const found = marks.find(([, mark]) => head.subarray(0, mark.length).equals(Buffer.from(mark)))
  return found ? { encoding: found[0], markBytes: found[1].length, prior: found[2], isCertain: true } : null
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
  const sure = { 'utf-8': 0, gb18030: 0 }
  let lines = 0
  for (let start = 0; start < sample.length && lines < SAMPLE; ) {
    const end = lineEnd(sample, start)
    const line = sample.subarray(start, end)
    start = end + 1
    if (isAscii(line)) continue
    lines++
    const encoding = encodingOfLine(line, 0)
    if (!encoding) continue
    const of = weighed(line)
    bits[encoding] += Math.abs(of.bits)
    if (!of.isUtf8 || !of.isGb18030) sure[encoding]++
  }
  const net = bits['utf-8'] - bits.gb18030
  const isPure = lines >= PURE_FROM && (bits['utf-8'] === 0 || bits.gb18030 === 0)
  const prior = Math.sign(net) * Math.min(isPure ? PRIOR.pure : PRIOR.usual, Math.abs(net) / 8)
  const own = net < 0 ? 'gb18030' : 'utf-8'
  return { encoding: own, markBytes: 0, prior, isCertain: sure[own] > 0 }
}

/** Where the line at `start` ends: at LF or CR, neither of which is part of a character of either encoding. */
function lineEnd(bytes: Buffer, start: number): number {
  let at = start
  while (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at++
  return at
}

/** Cuts a sample's last, possibly broken line off, where it has line ends at all. */
function wholeLines(sample: Buffer): Buffer {
  const end = sample.lastIndexOf(0x0a)
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
