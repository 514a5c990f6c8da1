import { isUtf8 } from 'node:buffer'
import { MOST_COLUMNS } from '../header.ts'
import { endOfLine } from '../lines.ts'
import { type Dialect, type LooseRecord, type RecordFault, readRecord } from './record.ts'

/** The delimiters that are tried first; of others, what stands between the words of the line. */
const USUAL = [',', '\t', '|', ';']
const QUOTES = ['"', "'"]
const APOSTROPHE = 0x27
/** Lines above the header are titles and notes: an office writes a handful. */
export const SEARCHED_LINES = 30
/** Lines behind the header that tell what it alone does not. */
const SAMPLE_LINES = 50
/** A longer line is no header, unless it is the first. */
const LONGEST_HEADER = 1 << 16
/** Excel's own first line. */
const SEPARATOR = /^\ufeff?"?sep=/i
const MOST_HEADER_LINES = 4
/** Columns that must be known in a line that is not the first. */
export const LEAST_KNOWN = 2
const LONGEST_DELIMITER = 4

/** The header of a file, how its records are written, and where they begin. */
export interface CsvHeader {
  dialect: Dialect
  headers: string[]
  /** What stands in the header, the rows of a column one behind the other. */
  names: string[]
  /** Number of the line that the header begins on, and of the first one behind it. */
  line: number
  nextLine: number
  /** Lines with text above it, but for Excel's `sep=`. */
  titles: number
  /** Where the records begin. */
  next: number
}

/** Why there is no header: nothing known in any line, a quote in it that does not close, or too many columns. */
export type NoHeader =
  | { fault: 'unknown'; first: { number: number; text: string } }
  | { fault: 'quote'; line: number }
  | { fault: 'wide'; columns: number }

type Lookup = (header: string) => string | undefined

interface Line {
  number: number
  start: number
  stop: number
  text: string
}
const NO_LINE: Line = { number: 1, start: 0, stop: 0, text: '' }

interface Candidate {
  line: Line
  dialect: Dialect
  record: LooseRecord
  headers: string[]
  known: number
}

/**
 * Finds the header in the first lines of a file: the line in which most columns are known, under the delimiter and
 * quote that make them known. Titles may stand above it, and Excel's `sep=`; it may have several rows.
 * @param bytes the first lines of the file, each with its end
 */
export function findHeader(bytes: Buffer, lookup: Lookup): CsvHeader | NoHeader {
  const lines = firstLines(bytes)
  const readings = lines
    .slice(0, SEARCHED_LINES)
    .filter((line, at) => at === 0 || line.stop - line.start <= LONGEST_HEADER)
    .flatMap((line) => readingsOf(bytes, line, lookup))
  const candidates = readings.filter(
    (each) => 'record' in each && (each.line === lines[0] || each.known >= LEAST_KNOWN),
  ) as Candidate[]
  const best = candidates.reduce<Candidate | null>((a, b) => (a && !isBetter(b, a) ? a : b), null)
  if (!best || best.known === 0) return noHeader(readings, lines[0] ?? NO_LINE)
  return withMoreRows(bytes, lines, best, lookup)
}

/** The first lines that are not blank. */
function firstLines(bytes: Buffer): Line[] {
  const lines: Line[] = []
  let number = 1
  for (let start = 0; start < bytes.length && lines.length < SEARCHED_LINES + SAMPLE_LINES; number++) {
    const { stop, next } = endOfLine(bytes, start, bytes.length)
    const text = bytes.toString('utf8', start, stop)
    if (text.replace(/[\s\ufeff]/gu, '') !== '') lines.push({ number, start, stop, text })
    start = next
  }
  return lines
}

type Failed = { line: Line; fault: RecordFault; known: number; columns: number }

function readingsOf(bytes: Buffer, line: Line, lookup: Lookup): (Candidate | Failed)[] {
  if (!isUtf8(bytes.subarray(line.start, line.stop))) return []
  const start = line.text.startsWith('\ufeff') ? line.start + 3 : line.start
  const quotes = QUOTES.filter((quote) => quote === '"' || line.text.includes(quote))
  return delimitersOf(line.text).flatMap((delimiter) =>
    quotes.map((quote): Candidate | Failed => {
      const dialect = { delimiter: Buffer.from(delimiter), quote: quote.charCodeAt(0), padded: false }
      const reading = { backslash: false, mostFields: MOST_COLUMNS }
      const record = readRecord(bytes, start, bytes.length, dialect, reading)
      if (typeof record === 'string') return { line, fault: record, ...roughly(line.text, delimiter, lookup) }
      const headers = record.values.map((value) => value ?? '')
      return { line, dialect, record, headers, known: matchedFields(headers, lookup) }
    }),
  )
}

/** Delimiters that may part the line: the usual ones, and what stands most often between its words. */
export function delimitersOf(text: string): string[] {
  const counts = new Map<string, number>()
  for (const [gap] of text.slice(0, LONGEST_HEADER).matchAll(/[^\p{L}\p{N}_]+/gu)) {
    const bare = gap.replace(/["'=]/g, '')
    const between = bare.trim() === '' ? bare.slice(0, 1) : bare.trim()
    if (between !== '' && between.length <= LONGEST_DELIMITER)
      counts.set(between, (counts.get(between) ?? 0) + 1)
  }
  const frequent = [...counts].sort((a, b) => b[1] - a[1]).map(([between]) => between)
  const usual = USUAL.filter((delimiter) => text.includes(delimiter))
  return [...new Set([...(usual.length > 0 ? usual : [',']), ...frequent.slice(0, 4)])]
}

/** What a line that cannot be read as a record holds, quotes aside. */
function roughly(text: string, delimiter: string, lookup: Lookup): { known: number; columns: number } {
  const columns = text.split(delimiter).length
  const headers = text.split(delimiter, MOST_COLUMNS).map((header) => header.replace(/["']/g, ''))
  return { known: matchedFields(headers, lookup), columns }
}

export function matchedFields(headers: string[], lookup: Lookup): number {
  return new Set(headers.map(lookup).filter((field) => field !== undefined)).size
}

/** More columns known; of as many, fewer that are not. The first line and delimiter win a tie. */
function isBetter(one: Candidate, other: Candidate): boolean {
  if (one.known !== other.known) return one.known > other.known
  if (one.line !== other.line) return false
  return one.headers.length < other.headers.length
}

function noHeader(readings: (Candidate | Failed)[], first: Line): NoHeader {
  const failed = readings.filter((each) => 'fault' in each)
  const wide = failed.find((each) => each.fault === 'wide')
  if (wide) return { fault: 'wide', columns: wide.columns }
  const quote = failed.find((each) => each.known > 1)
  return quote ? { fault: 'quote', line: quote.line.number } : { fault: 'unknown', first }
}

/**
 * A header may have several rows: each names every one of its columns as the first row does (Chinese names, then
 * identifiers), or continues the names of the row above.
 */
function withMoreRows(bytes: Buffer, lines: Line[], best: Candidate, lookup: Lookup): CsvHeader {
  const { line, record } = best
  const below = lines.filter(({ start }) => start >= record.next)
  const dialect = { ...best.dialect, padded: isPadded([line, ...below], best.dialect) }
  if (quotesWithApostrophes([line, ...below], dialect)) dialect.quote = APOSTROPHE
  let { headers } = best
  let last = record
  let names = best.headers.map((name) => name.trim())
  let rows = 1
  for (const next of below) {
    if (rows >= MOST_HEADER_LINES || next.start < last.next) break
    const reading = { backslash: false, mostFields: MOST_COLUMNS }
    const more = readRecord(bytes, next.start, bytes.length, dialect, reading)
    const joined = typeof more === 'string' ? null : joinedHeaders(headers, more.values, lookup)
    if (!joined || typeof more === 'string') break
    headers = joined
    names = names.map((name, at) => `${name} ${more.values[at] ?? ''}`.trim())
    last = more
    rows++
  }
  const titles = lines.filter((each) => each.number < line.number && !SEPARATOR.test(each.text)).length
  const nextLine = lineNumberAt(bytes, last.next)
  return { dialect, headers, names, line: line.number, titles, nextLine, next: last.next }
}

/** The headers of two rows as one; null when the second row is none. */
export function joinedHeaders(headers: string[], below: (string | null)[], lookup: Lookup): string[] | null {
  if (below.length > headers.length) return null
  const agrees = below.every((name, at) => name === null || sameColumn(name, headers[at] ?? '', lookup))
  if (agrees && below.some((name) => name !== null)) return headers
  const joined = headers.map((header, at) => `${header}${below[at] ?? ''}`)
  return matchedFields(joined, lookup) > matchedFields(headers, lookup) ? joined : null
}

function sameColumn(name: string, header: string, lookup: Lookup): boolean {
  const field = lookup(name)
  return field === undefined ? name === header : field === lookup(header)
}

/** True when a blank follows every delimiter outside of quotes, in the header and in what follows it. */
function isPadded(lines: Line[], { delimiter }: Dialect): boolean {
  const mark = delimiter.toString()
  if (mark.trim() === '') return false
  return lines.every(({ text }) => {
    const gaps = text
      .replace(/"(?:[^"]|"")*"/g, '""')
      .split(mark)
      .slice(1)
    return gaps.every((gap) => gap.startsWith(' '))
  })
}

/** True when whole fields stand between apostrophes, and none begins with one that does not end with one. */
function quotesWithApostrophes(lines: Line[], { delimiter, quote }: Dialect): boolean {
  if (quote === APOSTROPHE || lines.some(({ text }) => text.includes('"'))) return false
  const fields = lines.flatMap(({ text }) => text.split(delimiter.toString()).map((field) => field.trim()))
  const opened = fields.filter((field) => field.startsWith("'"))
  return opened.length > 0 && opened.every((field) => field.length > 1 && field.endsWith("'"))
}

/** Number of the line that starts at `at`. */
function lineNumberAt(bytes: Buffer, at: number): number {
  let number = 1
  for (let start = 0; start < at; number++) start = endOfLine(bytes, start, bytes.length).next
  return number
}
