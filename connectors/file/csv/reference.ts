import type { RejectCode } from '../types.ts'

/** What the slow reading of a table gives: rows as values by column, and rejects. */
export interface ReferenceReading {
  rows: { line: number; values: (string | null)[] }[]
  rejects: { line: number; code: RejectCode; raw: string }[]
}

/**
 * The rules of docs/extracts.md in the most obvious form, one character of `text` a byte, for tests to compare
 * the fast reader with. `text` is what follows the header line; `firstLine` its number.
 */
export function readSlowly(
  text: string,
  firstLine: number,
  delimiter: string,
  width: number,
  maxBytes: number,
): ReferenceReading {
  const reading: ReferenceReading = { rows: [], rejects: [] }
  let rest = text
  let line = firstLine
  const take = (source: string, inner: number) => {
    rest = rest.slice(source.length).replace(LINE_END, '')
    line += 1 + inner
  }
  while (rest.length > 0) {
    const physical = /^[^\r\n]*/.exec(rest)?.[0] ?? ''
    const record = parseRecord(rest, delimiter, strict)
    const fits = record !== null && hasWidth(record.values, width)
    const tooLong = record !== null && record.source.length > maxBytes
    const spans = record !== null && /[\r\n]/.test(record.source)
    const isSound = record !== null && !tooLong && (!spans || fits || faultOf(record.source))
    const loose =
      record === null || (spans && !tooLong) ? looseRecord(physical, delimiter, width, maxBytes) : null
    if (record && !tooLong && isBlank(record, delimiter)) take(record.source, innerLines(record.source))
    else if (record && isSound) {
      const fault = faultOf(record.source) ?? (fits ? null : countFault(record.values, width))
      if (fault) reading.rejects.push({ line, code: fault, raw: record.source })
      else reading.rows.push({ line, values: record.values })
      take(record.source, innerLines(record.source))
    } else if (loose && !faultOf(physical)) {
      reading.rows.push({ line, values: loose })
      take(physical, 0)
    } else {
      const isLong = physical.length > maxBytes
      const code = isLong ? 'parse.line_too_long' : (faultOf(physical) ?? 'parse.quote')
      reading.rejects.push({ line, code, raw: physical })
      take(physical, 0)
    }
  }
  return reading
}

const LINE_END = /^(\r\r\n|\r\n|\r|\n)/
const innerLines = (source: string): number => source.match(/\r\r\n|\r\n|\r|\n/g)?.length ?? 0

interface ParsedRecord {
  source: string
  values: (string | null)[]
}

/** How a quoted field looks, with what may stand around it; its content is the first group. */
interface Quoting {
  field: RegExp
  escapes: RegExp
}

const strict: Quoting = { field: /^"((?:[^"]|"")*)"/, escapes: /"(")/g }
/** Blanks around the quotes, and `="…"`; then also with backslashes before quotes. */
const loose = [/^[ \t]*=?"((?:[^"]|"")*)"[ \t]*/, /^[ \t]*=?"((?:\\["\\]|[^"]|"")*)"[ \t]*/]
const backslashes = /(?:"|\\(?=["\\]))(["\\])/g

/** The values of a line that only the looser rules read, when it has every column then. */
function looseRecord(line: string, delimiter: string, width: number, maxBytes: number) {
  if (line.length > maxBytes) return null
  for (const [at, field] of loose.entries()) {
    // Where the delimiter is a tab, no tab stands around a quote.
    const source = delimiter === '\t' ? field.source.replaceAll('[ \\t]', '[ ]') : field.source
    const escapes = at === 0 ? strict.escapes : backslashes
    const record = parseRecord(line, delimiter, { field: new RegExp(source), escapes })
    if (record && record.values.length <= width && hasWidth(record.values, width)) return record.values
  }
  return null
}

/** The record at the start of `text`; null when a quote in it is unterminated or misplaced. */
function parseRecord(text: string, delimiter: string, quoting: Quoting): ParsedRecord | null {
  const values: (string | null)[] = []
  let at = 0
  for (;;) {
    const quoted = quoting.field.exec(text.slice(at))
    const plain = new RegExp(`^[^"\\r\\n${delimiter === '|' ? '\\|' : delimiter}]*`).exec(text.slice(at))
    const field = quoted ?? plain
    const value = quoted ? (quoted[1] ?? '').replace(quoting.escapes, '$1') : (plain?.[0] ?? '')
    values.push(value === '' ? null : value)
    at += field?.[0].length ?? 0
    const after = text[at]
    if (after === delimiter) at++
    else if (after === undefined || after === '\r' || after === '\n')
      return { source: text.slice(0, at), values }
    else return null
  }
}

/** A record may have empty fields behind its last column. */
function hasWidth(values: (string | null)[], width: number): boolean {
  return values.length >= width && values.slice(width).every((value) => value === null)
}

function isBlank({ source, values }: ParsedRecord, delimiter: string): boolean {
  if (values.every((value) => value === null)) return true
  return [...source].every((character) => character === delimiter || character === ' ' || character === '\t')
}

function countFault(values: (string | null)[], width: number): RejectCode {
  return values.length < width ? 'parse.columns_missing' : 'parse.columns_extra'
}

function faultOf(bytes: string): RejectCode | null {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bytes, 'latin1'))
  } catch {
    return 'parse.encoding'
  }
  return bytes.includes('\0') ? 'parse.nul' : null
}
