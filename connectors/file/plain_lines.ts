import { isUtf8 } from 'node:buffer'
import type { LineEncoding } from './encoding.ts'
import { lineStart, lineStop, physicalLines } from './lines.ts'
import { isOrdinary } from './plausibility.ts'

const HIGH_BITS = 0x80808080 | 0

/** The lines that may be in another encoding than the file's own: all that hold more than ASCII and ordinary Chinese in it. */
export function* unusualLines(chunk: Buffer, own: LineEncoding): Generator<Buffer> {
  if (own === 'utf-8' && !isUtf8(chunk)) {
    yield* physicalLines(chunk)
    return
  }
  const next = own === 'utf-8' ? unusual : unusualGb18030
  for (let at = next(chunk, 0); at < chunk.length; ) {
    const to = lineStop(chunk, at)
    yield chunk.subarray(lineStart(chunk, at), to)
    at = next(chunk, to)
  }
}

/**
 * Where the first character stands, from `from` on in valid UTF-8, that is neither ASCII nor ordinary Chinese, and so
 * could be other text misread; the length when there is none. The dot within a name is ordinary behind Chinese.
 */
function unusual(bytes: Buffer, from: number): number {
  const ascii = new Ascii(bytes)
  for (let i = from; i < bytes.length; ) {
    const lead = bytes[i] as number
    if (lead < 0x80) i = ascii.end(i)
    else if (lead >= 0xe0 && lead < 0xf0) {
      const point =
        ((lead & 0x0f) << 12) | (((bytes[i + 1] as number) & 0x3f) << 6) | ((bytes[i + 2] as number) & 0x3f)
      if (isOrdinary[point] === 0) return i
      i += 3
    } else if (lead === 0xc2 && bytes[i + 1] === 0xb7 && i > 0 && (bytes[i - 1] as number) >= 0x80) i += 2
    else return i
  }
  return bytes.length
}

/**
 * Where the first character stands, from `from` on in GB18030, that is neither ASCII nor of GB 2312, or the first of a line
 * that is UTF-8 too; the length when there is none.
 */
function unusualGb18030(bytes: Buffer, from: number): number {
  const ascii = new Ascii(bytes)
  let isBehindAscii = true
  for (let i = from; i < bytes.length; ) {
    const lead = bytes[i] as number
    if (lead < 0x80) {
      isBehindAscii = true
      i = ascii.end(i)
      continue
    }
    const trail = bytes[i + 1] ?? 0
    if (!isGb2312(lead, trail)) return i
    if (isBehindAscii && lead >= 0xc2 && trail < 0xc0 && isUtf8(lineAt(bytes, i))) return i
    isBehindAscii = false
    i += 2
  }
  return bytes.length
}

/** Passes over ASCII, four bytes at a time: most of a table is digits. */
class Ascii {
  private readonly bytes: Buffer
  private readonly shift: number
  private readonly words: Int32Array

  constructor(bytes: Buffer) {
    this.bytes = bytes
    this.shift = bytes.byteOffset & 3
    this.words = new Int32Array(bytes.buffer, bytes.byteOffset - this.shift, (bytes.length + this.shift) >> 2)
  }

  /** Where the ASCII ends that stands at `from`. */
  end(from: number): number {
    const { bytes, shift, words } = this
    let at = from
    while (at < bytes.length && (bytes[at] as number) < 0x80) {
      at++
      if (((at + shift) & 3) !== 0) continue
      let word = (at + shift) >> 2
      while (word < words.length && ((words[word] as number) & HIGH_BITS) === 0) word++
      at = (word << 2) - shift
    }
    return at
  }
}

function isGb2312(lead: number, trail: number): boolean {
  const isCharacter = (lead >= 0xb0 && lead <= 0xf7) || (lead >= 0xa1 && lead <= 0xa3)
  return isCharacter && trail >= 0xa1 && trail < 0xff && (lead !== 0xd7 || trail <= 0xf9)
}

const lineAt = (bytes: Buffer, at: number) => bytes.subarray(lineStart(bytes, at), lineStop(bytes, at))
