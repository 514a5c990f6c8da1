import { fileChunks } from './chunks.ts'
import { detectEncoding, type Encoding } from './encoding.ts'

/** A line longer than this is passed on undecoded; no record of that length is accepted anyway. */
const LONGEST_LINE = 64 << 20

/** The text of a file as UTF-8, whatever its encoding. Lines that cannot be decoded come out as invalid UTF-8. */
export async function* textChunks(path: string): AsyncGenerator<Buffer> {
  const { encoding, markBytes } = await detectEncoding(path)
  const bytes = fileChunks(path, markBytes)
  if (encoding === 'utf-8') yield* bytes
  else yield* decoded(bytes, encoding)
}

async function* decoded(bytes: AsyncGenerator<Buffer>, encoding: Exclude<Encoding, 'utf-8'>) {
  const decode = encoding === 'gb18030' ? decodeGb18030 : (lines: Buffer) => decodeUtf16(lines, encoding)
  const lastEnd = encoding === 'gb18030' ? lastLineEnd : (lines: Buffer) => lastWideLineEnd(lines, encoding)
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of bytes) {
    const joined: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk)
    const end = joined.length > LONGEST_LINE ? joined.length & ~1 : lastEnd(joined)
    if (end > 0) yield decode(joined.subarray(0, end))
    rest = joined.subarray(end)
  }
  if (rest.length > 0) yield decode(rest)
}

/** One past the last line end: LF, or CR in files that know no LF. Neither is part of a GB18030 character. */
function lastLineEnd(bytes: Buffer): number {
  const lf = bytes.lastIndexOf(0x0a)
  return (lf >= 0 ? lf : bytes.lastIndexOf(0x0d)) + 1
}

function lastWideLineEnd(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): number {
  const high = encoding === 'utf-16le' ? 1 : 0
  for (let i = (bytes.length & ~1) - 2; i >= 0; i -= 2) {
    const low = bytes[i + 1 - high]
    if (bytes[i + high] === 0 && (low === 0x0a || low === 0x0d)) return i + 2
  }
  return 0
}

const strictGb18030 = new TextDecoder('gb18030', { fatal: true, ignoreBOM: true })

/** Decodes line by line where a line is broken; a broken line keeps its own bytes, which are not valid UTF-8. */
function decodeGb18030(lines: Buffer): Buffer {
  try {
    return Buffer.from(strictGb18030.decode(lines))
  } catch {
    return Buffer.concat([...physicalLines(lines)].map(gb18030Line))
  }
}

function gb18030Line(line: Buffer): Buffer {
  try {
    return Buffer.from(strictGb18030.decode(line))
  } catch {
    return line
  }
}

/** Lines with their ends; a CR before LF stays with its line. */
function* physicalLines(bytes: Buffer): Generator<Buffer> {
  let start = 0
  for (let i = 0; i < bytes.length; i++) {
    const isEnd = bytes[i] === 0x0a || (bytes[i] === 0x0d && bytes[i + 1] !== 0x0a)
    if (!isEnd) continue
    yield bytes.subarray(start, i + 1)
    start = i + 1
  }
  if (start < bytes.length) yield bytes.subarray(start)
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
