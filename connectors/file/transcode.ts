import { isAscii, isUtf8 } from 'node:buffer'
import { contentEnd, fileChunks } from './chunks.ts'
import {
  type DetectedEncoding,
  detectEncoding,
  type Encoding,
  encodingOfLine,
  gb18030Text,
  type LineEncoding,
} from './encoding.ts'
import { isOrdinary } from './plausibility.ts'

/** A line longer than this is passed on undecoded: no record of that length is accepted, and only its head is kept. */
const LONGEST_LINE = 11 << 20
const LF = 0x0a
const CR = 0x0d
const HIGH_BITS = 0x80808080 | 0

/**
 * Stands at the end of a line that may be in either of two encodings: bytes that no text has, so that it is not taken
 * for one. What is kept of the line leaves them out.
 */
export const UNDECIDED = Buffer.from([0xff, 0xc0, 0xff])

/** How many lines came in each encoding, of a file that mixes them. */
export type LineCounts = Record<LineEncoding, number>

/**
 * The text of a file as UTF-8, whatever its encoding, without what fills it up at its end. Of a file that mixes
 * UTF-8 and GB18030 each line is decoded by itself. Lines that cannot be decoded come out as invalid UTF-8.
 * @param counts is filled with the lines that are not in the file's own encoding
 */
export async function* textChunks(
  path: string,
  counts: LineCounts = { 'utf-8': 0, gb18030: 0 },
): AsyncGenerator<Buffer> {
  const detected = await detectEncoding(path)
  const { encoding, markBytes } = detected
  const wide = encoding === 'utf-16le' || encoding === 'utf-16be' ? encoding : null
  const bytes = fileChunks(path, markBytes, await contentEnd(path, wide))
  yield* decoded(bytes, detected, counts)
}

async function* decoded(bytes: AsyncGenerator<Buffer>, detected: DetectedEncoding, counts: LineCounts) {
  const { encoding } = detected
  const isWide = encoding === 'utf-16le' || encoding === 'utf-16be'
  const lines = new MixedLines(detected, counts)
  const decode = (chunk: Buffer) => (isWide ? decodeUtf16(chunk, encoding) : lines.decode(chunk))
  const lastEnd = (chunk: Buffer) => (isWide ? lastWideLineEnd(chunk, encoding) : lastLineEnd(chunk))
  let rest: Buffer = Buffer.alloc(0)
  let isLong = false
  for await (let chunk of bytes) {
    if (isLong) {
      const end = lineStop(chunk, 0)
      yield chunk.subarray(0, end)
      isLong = chunk[end - 1] !== LF && chunk[end - 1] !== CR
      chunk = chunk.subarray(end)
    }
    // Only the line that began in the chunk before is copied together, not the whole of this chunk.
    const lf = isWide || rest.length === 0 ? -1 : chunk.indexOf(LF)
    if (lf >= 0) yield decode(Buffer.concat([rest, chunk.subarray(0, lf + 1)]))
    const joined: Buffer =
      lf >= 0 ? chunk.subarray(lf + 1) : rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    const end = lastEnd(joined)
    if (end > 0) yield decode(joined.subarray(0, end))
    rest = Buffer.from(joined.subarray(end))
    if (rest.length > LONGEST_LINE) {
      const whole = isWide ? rest.length & ~1 : rest.length
      yield isWide ? decode(rest.subarray(0, whole)) : rest
      rest = rest.subarray(whole)
      isLong = !isWide
    }
  }
  if (rest.length > 0) yield decode(rest)
}

/** One past the last line end: LF, or CR in files that know no LF. Neither is part of a GB18030 character. */
function lastLineEnd(bytes: Buffer): number {
  const lf = bytes.lastIndexOf(LF)
  return (lf >= 0 ? lf : bytes.lastIndexOf(CR)) + 1
}

function lastWideLineEnd(bytes: Buffer, encoding: Encoding): number {
  const high = encoding === 'utf-16le' ? 1 : 0
  for (let i = (bytes.length & ~1) - 2; i >= 0; i -= 2) {
    const low = bytes[i + 1 - high]
    if (bytes[i + high] === 0 && (low === LF || low === CR)) return i + 2
  }
  return 0
}

/** Lines of UTF-8 and GB18030. Whole chunks that are plainly in the file's own encoding are not looked at by line. */
class MixedLines {
  private readonly own: LineEncoding
  private readonly prior: number
  private readonly counts: LineCounts

  constructor({ encoding, prior }: DetectedEncoding, counts: LineCounts) {
    this.own = encoding === 'gb18030' ? 'gb18030' : 'utf-8'
    this.prior = prior
    this.counts = counts
  }

  decode(chunk: Buffer): Buffer {
    if (isAscii(chunk)) return chunk
    if (this.own === 'gb18030') return this.decodeGb18030(chunk)
    return isUtf8(chunk)
      ? this.keepUtf8(chunk)
      : Buffer.concat([...physicalLines(chunk)].map((line) => this.line(line)))
  }

  /** Looks only at the lines that hold something that other text misread could be. */
  private keepUtf8(chunk: Buffer): Buffer {
    const parts: Buffer[] = []
    let start = 0
    for (let at = unusual(chunk, 0); at < chunk.length; ) {
      const from = lineStart(chunk, at)
      const to = lineStop(chunk, at)
      const line = chunk.subarray(from, to)
      const text = this.line(line)
      if (text !== line) {
        parts.push(chunk.subarray(start, from), text)
        start = to
      }
      at = unusual(chunk, to)
    }
    return start === 0 ? chunk : Buffer.concat([...parts, chunk.subarray(start)])
  }

  private decodeGb18030(chunk: Buffer): Buffer {
    const parts: Buffer[] = []
    let start = 0
    for (let from = 0, to = 0; from < chunk.length; from = to) {
      to = lineStop(chunk, from)
      const line = chunk.subarray(from, to)
      if (isPlainGb18030(line)) continue
      parts.push(fromGb18030(chunk.subarray(start, from)), this.line(line))
      start = to
    }
    return Buffer.concat([...parts, fromGb18030(chunk.subarray(start))])
  }

  private line(line: Buffer): Buffer {
    if (isAscii(line)) return line
    const encoding = encodingOfLine(line, this.prior)
    if (encoding !== this.own && encoding) this.counts[encoding]++
    if (encoding === 'gb18030') return fromGb18030(line)
    if (encoding === 'utf-8' || !isUtf8(line)) return line
    const end = lineContent(line)
    return Buffer.concat([line.subarray(0, end), UNDECIDED, line.subarray(end)])
  }
}

/** Bytes that have been found to be GB18030, as UTF-8. */
function fromGb18030(bytes: Buffer): Buffer {
  const text = gb18030Text(bytes)
  return text === null ? bytes : Buffer.from(text)
}

/** Lines with their ends; CR before LF stays with its line. */
function* physicalLines(bytes: Buffer): Generator<Buffer> {
  for (let start = 0, end = 0; start < bytes.length; start = end) {
    end = lineStop(bytes, start)
    yield bytes.subarray(start, end)
  }
}

/** Where the line that `at` stands in begins. */
function lineStart(bytes: Buffer, at: number): number {
  let start = at
  while (start > 0 && bytes[start - 1] !== LF && bytes[start - 1] !== CR) start--
  return start
}

/** One past the end of the line that `at` stands in. */
function lineStop(bytes: Buffer, at: number): number {
  let stop = at
  while (stop < bytes.length && bytes[stop] !== LF && bytes[stop] !== CR) stop++
  return Math.min(bytes.length, stop + (bytes[stop] === CR && bytes[stop + 1] === LF ? 2 : 1))
}

/** Where the line's end begins. */
function lineContent(line: Buffer): number {
  let end = line.length
  while (end > 0 && (line[end - 1] === LF || line[end - 1] === CR)) end--
  return end
}

/**
 * Where the first character stands, from `from` on in valid UTF-8, that is neither ASCII nor ordinary Chinese, and so
 * could be other text misread; the length when there is none. The dot within a name is ordinary behind Chinese.
 */
function unusual(bytes: Buffer, from: number): number {
  const { length } = bytes
  const shift = bytes.byteOffset & 3
  const words = new Int32Array(bytes.buffer, bytes.byteOffset - shift, (length + shift) >> 2)
  for (let i = from; i < length; ) {
    const lead = bytes[i] as number
    if (lead < 0x80) {
      i++
      // Four bytes of ASCII at a time: most of a table is digits.
      if (((i + shift) & 3) === 0) {
        let word = (i + shift) >> 2
        while (word < words.length && ((words[word] as number) & HIGH_BITS) === 0) word++
        i = (word << 2) - shift
      }
    } else if (lead >= 0xe0 && lead < 0xf0) {
      const point =
        ((lead & 0x0f) << 12) | (((bytes[i + 1] as number) & 0x3f) << 6) | ((bytes[i + 2] as number) & 0x3f)
      if (isOrdinary[point] === 0) return i
      i += 3
    } else if (lead === 0xc2 && bytes[i + 1] === 0xb7 && i > 0 && (bytes[i - 1] as number) >= 0x80) i += 2
    else return i
  }
  return length
}

/** True of GB 2312's characters only in a line that is not UTF-8. */
function isPlainGb18030(line: Buffer): boolean {
  for (let i = 0; i < line.length; i++) {
    const lead = line[i] as number
    if (lead < 0x80) continue
    const trail = line[++i] ?? 0
    const isCharacter = (lead >= 0xb0 && lead <= 0xf7) || (lead >= 0xa1 && lead <= 0xa3)
    if (!isCharacter || trail < 0xa1 || (lead === 0xd7 && trail > 0xf9)) return false
  }
  return !isUtf8(line)
}

/** Lone surrogates and a lone last byte come out as bytes that UTF-8 does not allow. */
function decodeUtf16(lines: Buffer, encoding: 'utf-16le' | 'utf-16be'): Buffer {
  const even = lines.subarray(0, lines.length & ~1)
  const units = encoding === 'utf-16le' ? even : Buffer.from(even).swap16()
  const text = units.toString('utf16le')
  const encodedText = /\p{Surrogate}/u.test(text) ? withSurrogates(text) : Buffer.from(text)
  return even.length === lines.length ? encodedText : Buffer.concat([encodedText, Buffer.from([0xff])])
}

function withSurrogates(text: string): Buffer {
  const parts = text.split(/(\p{Surrogate})/u).map((part) => {
    const unit = part.length === 1 ? part.charCodeAt(0) : 0
    const isLone = unit >= 0xd800 && unit <= 0xdfff
    return isLone ? Buffer.from([0xed, 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)]) : Buffer.from(part)
  })
  return Buffer.concat(parts)
}
