import { afterLineEnd, CR, LF } from '../lines.ts'

/** How a scan of one record ended. */
const OK = 0
/** The window ends before the record does. */
export const MORE = 1
/** A quote that does not close in time, or text before or after it. */
export const STRAY = 2
/** The record is longer than allowed. */
export const LONG = 3

/** Flags of a field. */
export const QUOTED = 1
/** An unquoted field with a comma in it, which the canonical dialect has to quote. */
export const COMMA = 2

const QUOTE = 0x22
const PLAIN_KIND = 0
const DELIMITER_KIND = 1
const QUOTE_KIND = 2
const END_KIND = 3
const COMMA_KIND = 4

/** Finds the fields of one record by their bytes. Results stand in the public members until the next scan. */
export class RecordScanner {
  /** Per field: where it starts and ends (quotes included), and its flags. Only the first `width` are kept. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly flags: Uint8Array
  /** Fields found, which may be more than are kept. */
  count = 0
  /** Where the record's content ends, and where the next record starts. */
  stop = 0
  next = 0
  /** Line ends inside quoted fields. */
  innerLines = 0
  /** Whether a field is an empty pair of quotes, which means null. */
  hasEmptyQuotes = false
  /** Whether any field has content, and whether one of those has that are not kept. */
  hasContent = false
  hasMore = false
  private readonly kinds = new Uint8Array(256)
  private readonly maxBytes: number

  constructor(delimiter: number, width: number, maxBytes: number) {
    this.starts = new Int32Array(width)
    this.ends = new Int32Array(width)
    this.flags = new Uint8Array(width)
    this.maxBytes = maxBytes
    this.kinds[0x2c] = COMMA_KIND
    this.kinds[delimiter] = DELIMITER_KIND
    this.kinds[QUOTE] = QUOTE_KIND
    this.kinds[LF] = END_KIND
    this.kinds[CR] = END_KIND
  }

  /** Scans the record at `from`. `bytes[end]` must be a line end (the window's sentinel); `ended`: nothing follows `end`. */
  scan(bytes: Buffer, from: number, end: number, ended: boolean): number {
    const { kinds, starts, ends, flags } = this
    const width = starts.length
    let at = from
    let count = 0
    this.innerLines = 0
    this.hasEmptyQuotes = false
    this.hasContent = false
    this.hasMore = false
    for (;;) {
      const start = at
      let flag = 0
      if (bytes[at] === QUOTE) {
        at = this.closing(bytes, at + 1, Math.min(end, from + this.maxBytes + 1))
        if (at < 0) return ended || end - from > this.maxBytes ? STRAY : MORE
        flag = QUOTED
        if (at - start === 2) this.hasEmptyQuotes = true
      }
      let kind = kinds[bytes[at] as number]
      if (flag === QUOTED) {
        if (kind !== DELIMITER_KIND && kind !== END_KIND) return STRAY
      } else {
        while (kind === PLAIN_KIND || kind === COMMA_KIND) {
          if (kind === COMMA_KIND) flag = COMMA
          kind = kinds[bytes[++at] as number]
        }
        if (kind === QUOTE_KIND) return STRAY
      }
      if (at - start > (flag === QUOTED ? 2 : 0)) {
        this.hasContent = true
        if (count >= width) this.hasMore = true
      }
      if (count < width) {
        starts[count] = start
        ends[count] = at
        flags[count] = flag
      }
      count++
      if (kind === END_KIND) break
      at++
    }
    if (at >= end) return MORE
    if (bytes[at] === CR && !ended && (at + 1 >= end || (at + 2 >= end && bytes[at + 1] === CR))) return MORE
    this.count = count
    this.stop = at
    this.next = afterLineEnd(bytes, at, end)
    return at - from > this.maxBytes ? LONG : OK
  }

  /** One past the quote that closes the field whose content starts at `at`, or -1. */
  private closing(bytes: Buffer, at: number, limit: number): number {
    for (let i = at; i < limit; i++) {
      const byte = bytes[i]
      if (byte === QUOTE) {
        if (bytes[i + 1] !== QUOTE || i + 1 >= limit) return i + 1
        i++
      } else if (byte === LF || byte === CR) {
        this.innerLines++
        i = afterLineEnd(bytes, i, limit) - 1
      }
    }
    return -1
  }
}
