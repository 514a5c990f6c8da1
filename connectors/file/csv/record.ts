import { afterLineEnd, CR, LF } from '../lines.ts'

/** How the fields of a file's records are told apart. */
export interface Dialect {
  /** One character or several. */
  delimiter: Buffer
  quote: number
  /** Every delimiter is followed by a blank that belongs to it. */
  padded: boolean
}

export interface LooseRecord {
  values: (string | null)[]
  /** Where the record's content ends, and where the next record starts. */
  stop: number
  next: number
  /** Line ends inside quoted fields. */
  innerLines: number
}

/** How a reading of a record failed: the bytes end before it does; a quote that does not close or stands amidst text; too many fields. */
export type RecordFault = 'more' | 'quote' | 'wide'

const QUOTE = 0x22
const EQUALS = 0x3d
const BACKSLASH = 0x5c
const SPACE = 0x20
const TAB = 0x09

/** What is read besides the dialect. */
export interface Reading {
  /** A backslash stands before a quote or a backslash that is part of a field. */
  backslash: boolean
  mostFields: number
}

/**
 * Reads the record at `from` in any dialect, and as spreadsheets and databases bend it: blanks around a quoted field,
 * `="…"` for a text. Slow beside `RecordScanner`; for what that one does not read. `bytes[end - 1]` is a line end.
 */
export function readRecord(
  bytes: Buffer,
  from: number,
  end: number,
  dialect: Dialect,
  reading: Reading,
): LooseRecord | RecordFault {
  const values: (string | null)[] = []
  let innerLines = 0
  for (let at = from; ; ) {
    const field = readField(bytes, at, end, dialect, reading.backslash)
    if (typeof field === 'string') return field
    if (values.length >= reading.mostFields) return 'wide'
    values.push(field.value === '' ? null : field.value)
    innerLines += field.innerLines
    at = field.end
    if (at >= end) return 'more'
    if (isLineEnd(bytes[at])) return { values, stop: at, next: afterLineEnd(bytes, at, end), innerLines }
    at += dialect.delimiter.length
  }
}

interface Field {
  value: string
  end: number
  innerLines: number
}

function readField(
  bytes: Buffer,
  from: number,
  end: number,
  dialect: Dialect,
  backslash: boolean,
): Field | RecordFault {
  const start = afterBlanks(bytes, from, dialect)
  if (bytes[start] === dialect.quote) return quotedField(bytes, start + 1, end, dialect, backslash)
  if (bytes[start] === EQUALS && bytes[start + 1] === QUOTE)
    return quotedField(bytes, start + 2, end, { ...dialect, quote: QUOTE }, backslash)
  return plainField(bytes, dialect.padded ? start : from, end, dialect)
}

function plainField(bytes: Buffer, from: number, end: number, dialect: Dialect): Field | RecordFault {
  let at = from
  while (at < end && !isLineEnd(bytes[at]) && !startsWith(bytes, at, dialect.delimiter)) {
    // An apostrophe is part of a word, even where it is the quote of the file.
    if (bytes[at] === dialect.quote && dialect.quote === QUOTE) return 'quote'
    at++
  }
  return { value: bytes.toString('utf8', from, at), end: at, innerLines: 0 }
}

function quotedField(
  bytes: Buffer,
  from: number,
  end: number,
  dialect: Dialect,
  backslash: boolean,
): Field | RecordFault {
  const { quote } = dialect
  const parts: string[] = []
  let innerLines = 0
  let start = from
  for (let at = from; at < end; at++) {
    const byte = bytes[at]
    const isEscape =
      (backslash && byte === BACKSLASH && (bytes[at + 1] === quote || bytes[at + 1] === BACKSLASH)) ||
      (byte === quote && bytes[at + 1] === quote)
    if (isEscape) {
      parts.push(bytes.toString('utf8', start, at))
      start = ++at
    } else if (byte === quote) {
      const after = afterBlanks(bytes, at + 1, dialect)
      if (after < end && !isLineEnd(bytes[after]) && !startsWith(bytes, after, dialect.delimiter))
        return 'quote'
      parts.push(bytes.toString('utf8', start, at))
      return { value: parts.join(''), end: after, innerLines }
    } else if (isLineEnd(byte)) {
      innerLines++
      at = afterLineEnd(bytes, at, end) - 1
    }
  }
  return 'more'
}

function afterBlanks(bytes: Buffer, from: number, { delimiter }: Dialect): number {
  let at = from
  while ((bytes[at] === SPACE || bytes[at] === TAB) && bytes[at] !== delimiter[0]) at++
  return at
}

function startsWith(bytes: Buffer, at: number, delimiter: Buffer): boolean {
  for (let i = 0; i < delimiter.length; i++) if (bytes[at + i] !== delimiter[i]) return false
  return true
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LF || byte === CR
}
