import { isAscii, isUtf8 } from 'node:buffer'
import { ShuyuanError } from '../../core/errors.ts'
import { isBig5 } from './big5.ts'
import { contentEnd, fileChunks } from './chunks.ts'
import { detectEncoding, gb18030Text, type LineEncoding } from './encoding.ts'
import { CR, LF, lineStop, physicalLines } from './lines.ts'
import { unusualLines } from './plain_lines.ts'
import { encodingInFile, type Survey, Surveyor } from './survey.ts'
import type { NamedFile } from './types.ts'

/** A line longer than this is passed on undecoded: no record of that length is accepted, and only its head is kept. */
const LONGEST_LINE = 11 << 20

/**
 * Stands at the end of a line that may be in either of two encodings: bytes that no text has, so that it is not taken
 * for one. What is kept of the line leaves them out.
 */
export const UNDECIDED = Buffer.from([0xff, 0xc0, 0xff])

/** How many lines came in each encoding, of a file that mixes them. */
export type LineCounts = Record<LineEncoding, number>

/**
 * The text of a file as UTF-8, whatever its encoding, without what fills it up at its end. Of a file that mixes
 * UTF-8 and GB18030 each line is decoded by itself: the file is read twice, first for what it says of its lines. Lines that
 * cannot be decoded come out as invalid UTF-8.
 * @param counts is filled with the lines that are not in the file's own encoding
 * @param file its name and dataset, for an error
 * @throws ShuyuanError `connectors.encoding_unsupported`
 */
export async function* textChunks(
  path: string,
  counts: LineCounts = { 'utf-8': 0, gb18030: 0 },
  file?: NamedFile,
): AsyncGenerator<Buffer> {
  const detected = await detectEncoding(path)
  if (detected.isBig5 && file)
    throw new ShuyuanError('connectors.encoding_unsupported', {
      dataset: file.dataset.id,
      file: file.fileName,
      encoding: 'Big5',
    })
  const { encoding, markBytes } = detected
  const wide = encoding === 'utf-16le' || encoding === 'utf-16be' ? encoding : null
  const end = await contentEnd(path, wide)
  if (wide) {
    for await (const { bytes } of lineChunks(fileChunks(path, markBytes, end), wide))
      yield decodeUtf16(bytes, wide)
    return
  }
  const surveyor = new Surveyor(detected)
  for await (const { bytes, isPart } of lineChunks(fileChunks(path, markBytes, end), null)) {
    if (!isPart) surveyor.add(bytes)
  }
  const lines = new Lines(surveyor.result(), counts)
  for await (const { bytes, isPart } of lineChunks(fileChunks(path, markBytes, end), null))
    yield isPart ? bytes : lines.decode(bytes)
}

/** Whole lines, or part of one that is too long. */
interface LineChunk {
  bytes: Buffer
  isPart: boolean
}

/** Cuts a file into chunks of whole lines, always the same ones. */
async function* lineChunks(
  chunks: AsyncGenerator<Buffer>,
  wide: 'utf-16le' | 'utf-16be' | null,
): AsyncGenerator<LineChunk> {
  const lastEnd = (chunk: Buffer) => (wide ? lastWideLineEnd(chunk, wide) : lastLineEnd(chunk))
  let rest: Buffer = Buffer.alloc(0)
  let isLong = false
  for await (let chunk of chunks) {
    if (isLong) {
      const end = lineStop(chunk, 0)
      yield { bytes: chunk.subarray(0, end), isPart: true }
      isLong = chunk[end - 1] !== LF && chunk[end - 1] !== CR
      chunk = chunk.subarray(end)
    }
    // Only the line that began in the chunk before is copied together, not the whole of this chunk.
    const lf = wide || rest.length === 0 ? -1 : chunk.indexOf(LF)
    if (lf >= 0) yield { bytes: Buffer.concat([rest, chunk.subarray(0, lf + 1)]), isPart: false }
    const joined: Buffer =
      lf >= 0 ? chunk.subarray(lf + 1) : rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    const end = lastEnd(joined)
    if (end > 0) yield { bytes: joined.subarray(0, end), isPart: false }
    rest = Buffer.from(joined.subarray(end))
    if (rest.length > LONGEST_LINE) {
      const whole = wide ? rest.length & ~1 : rest.length
      yield { bytes: rest.subarray(0, whole), isPart: !wide }
      rest = rest.subarray(whole)
      isLong = !wide
    }
  }
  if (rest.length > 0) yield { bytes: rest, isPart: false }
}

/** One past the last line end: LF, or CR in files that know no LF. Neither is part of a GB18030 character. */
function lastLineEnd(bytes: Buffer): number {
  const lf = bytes.lastIndexOf(LF)
  return (lf >= 0 ? lf : bytes.lastIndexOf(CR)) + 1
}

function lastWideLineEnd(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): number {
  const high = encoding === 'utf-16le' ? 1 : 0
  for (let i = (bytes.length & ~1) - 2; i >= 0; i -= 2) {
    const low = bytes[i + 1 - high]
    if (bytes[i + high] === 0 && (low === LF || low === CR)) return i + 2
  }
  return 0
}

/** Decodes lines of UTF-8 and GB18030. Chunks that are plainly in the file's own encoding are not looked at by line. */
class Lines {
  private readonly survey: Survey
  private readonly counts: LineCounts
  private chunk = 0

  constructor(survey: Survey, counts: LineCounts) {
    this.survey = survey
    this.counts = counts
  }

  decode(chunk: Buffer): Buffer {
    const known = this.survey.unusual[this.chunk++]
    const { own, isMixed } = this.survey
    if (known?.length === 0 && !isMixed && own === 'utf-8') return chunk
    if (isAscii(chunk)) return chunk
    const parts: Buffer[] = []
    let start = 0
    for (const line of this.lines(chunk, known)) {
      const text = this.line(line)
      if (text === line && own === 'utf-8') continue
      const from = line.byteOffset - chunk.byteOffset
      parts.push(this.ownText(chunk.subarray(start, from)), text)
      start = from + line.length
    }
    const rest = this.ownText(chunk.subarray(start))
    return start === 0 ? rest : Buffer.concat([...parts, rest])
  }

  /** The lines of a chunk that must be looked at. */
  private lines(chunk: Buffer, known: readonly number[] | null | undefined): Iterable<Buffer> {
    const { own, isMixed } = this.survey
    if (isMixed) return physicalLines(chunk)
    return known ? linesAt(chunk, known) : unusualLines(chunk, own)
  }

  private ownText(lines: Buffer): Buffer {
    return this.survey.own === 'utf-8' ? lines : fromGb18030(lines)
  }

  private line(line: Buffer): Buffer {
    if (isAscii(line)) return line
    const encoding = encodingInFile(line, this.survey)
    if (encoding === 'gb18030' && this.survey.own === 'utf-8' && isBig5(line)) return line
    if (encoding !== this.survey.own && encoding) this.counts[encoding]++
    if (encoding === 'gb18030') return fromGb18030(line)
    if (encoding === 'utf-8' || !isUtf8(line)) return line
    const end = lineContent(line)
    return Buffer.concat([line.subarray(0, end), UNDECIDED, line.subarray(end)])
  }
}

/** @param offsets where each line begins and ends */
function* linesAt(chunk: Buffer, offsets: readonly number[]): Generator<Buffer> {
  for (let i = 0; i < offsets.length; i += 2) yield chunk.subarray(offsets[i], offsets[i + 1])
}

/** Bytes that have been found to be GB18030, as UTF-8. */
function fromGb18030(bytes: Buffer): Buffer {
  const text = gb18030Text(bytes)
  return text === null ? bytes : Buffer.from(text)
}

/** Where the line's end begins. */
function lineContent(line: Buffer): number {
  let end = line.length
  while (end > 0 && (line[end - 1] === LF || line[end - 1] === CR)) end--
  return end
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
