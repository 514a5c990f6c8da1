import { isUtf8 } from 'node:buffer'
import { type ColumnPlan, MOST_COLUMNS } from '../header.ts'
import { endOfLine, LF } from '../lines.ts'
import type { Output } from '../output.ts'
import { type Limits, type RejectCode, ROUNDED } from '../types.ts'
import type { Window } from '../window.ts'
import { emitRecord, emitVerbatim, fieldText } from './emit.ts'
import { passLongLine } from './long_line.ts'
import { copyPlain, isBlank, type PlainCopy } from './plain.ts'
import { type Dialect, type LooseRecord, readRecord } from './record.ts'
import { LONG, MORE, RecordScanner, STRAY } from './scanner.ts'

/** How rows are numbered: by physical line of the file, or by their place among the rows (a table turned into CSV). */
export type Numbering = 'line' | 'row'

const QUOTE = 0x22
const COMMA = 0x2c

export interface CsvRowsInput {
  window: Window
  output: Output
  limits: Limits
  plan: ColumnPlan
  dialect: Dialect
  numbering: Numbering
}

/** Takes records off the window, as far as they are complete, and writes each as a row or a reject. */
export class CsvRows {
  /** Number of the physical line at the window's start, from 1. */
  line = 1
  private readonly input: CsvRowsInput
  private readonly scanner: RecordScanner
  private readonly copiesVerbatim: boolean
  /** A delimiter of one byte and the usual quote: what `RecordScanner` reads. */
  private readonly isUsual: boolean
  private readonly copy: PlainCopy = { at: 0, out: 0, line: 0, rows: 0 }

  constructor(input: CsvRowsInput) {
    const { plan, dialect, limits, numbering } = input
    const [delimiter = COMMA] = dialect.delimiter
    this.input = input
    this.isUsual = dialect.delimiter.length === 1 && dialect.quote === QUOTE && !dialect.padded
    this.scanner = new RecordScanner(delimiter, plan.width, limits.maxRecordBytes)
    this.copiesVerbatim =
      this.isUsual &&
      numbering === 'line' &&
      delimiter === COMMA &&
      plan.blanks.length === 0 &&
      plan.width === plan.fieldColumns.length &&
      plan.operation < 0 &&
      plan.fieldColumns.every((column, index) => column === index)
  }

  /** Consumes every complete record of the window, or until the output wants flushing. */
  async consume(): Promise<void> {
    const { window, limits, output } = this.input
    const end = window.completeLines()
    if (end === window.start) {
      if (window.end - window.start > limits.maxRawBytes)
        this.line = await passLongLine(window, output, this.line, limits)
      return
    }
    const view = window.buffer.subarray(window.start, end)
    const sound = isUtf8(view) && !view.includes(0)
    const plain = sound && this.copiesVerbatim && !view.includes(QUOTE)
    while (window.start < end && !output.isFull) {
      if (plain) this.copyLines(end)
      if (window.start >= end) return
      if (!this.oneRecord(end, sound)) return
    }
  }

  /** Room for a line of one byte per row and its number is the worst case: fifteen bytes out for two in. */
  private copyLines(end: number): void {
    const { window, output, plan, limits } = this.input
    const { copy } = this
    const sink = output.canonical
    const stop = Math.min(end, this.lineEndBefore(window.start + (1 << 18), end))
    sink.ensure((stop - window.start) * 10 + 64)
    Object.assign(copy, { at: window.start, out: sink.position, line: this.line, rows: 0 })
    copyPlain(window.buffer, window.start, stop, sink.buffer, copy, plan.width - 1, limits.maxRecordBytes)
    window.start = copy.at
    sink.position = copy.out
    this.line = copy.line
    output.accepted += copy.rows
  }

  /** One past a line end at or before `limit`, so that a copy is done in bounded steps; else `end`. */
  private lineEndBefore(limit: number, end: number): number {
    const { window } = this.input
    if (limit >= end) return end
    const found = window.buffer.lastIndexOf(LF, limit)
    return found > window.start ? found + 1 : end
  }

  /** Takes one record; false when the window must grow first. */
  private oneRecord(linesEnd: number, sound: boolean): boolean {
    if (!this.isUsual) return this.unusualRecord(linesEnd)
    const { window, plan } = this.input
    const { scanner } = this
    const status = scanner.scan(window.buffer, window.start, window.end, window.ended)
    if (status === MORE) return false
    if (status === STRAY) return this.secondReading(linesEnd)
    if (status === LONG)
      return this.rejectLine(linesEnd, scanner.innerLines > 0 ? 'parse.quote' : 'parse.line_too_long')
    if (this.isBlankRecord()) return this.pass(scanner.next, 1 + scanner.innerLines)
    const fault =
      sound && scanner.next <= linesEnd ? null : faultOf(window.buffer.subarray(window.start, scanner.stop))
    if (fault) return this.rejectRecord(fault)
    if (scanner.count < plan.least || scanner.hasMore) {
      if (scanner.innerLines > 0) return this.secondReading(linesEnd)
      return this.rejectRecord(scanner.hasMore ? 'parse.columns_extra' : 'parse.columns_missing')
    }
    return this.accept()
  }

  /**
   * A record without any value is a blank line: spreadsheets write such lines by the hundred. Not so in a table
   * turned into CSV, whose rows are counted.
   */
  private isBlankRecord(): boolean {
    const { scanner } = this
    const { window, dialect, numbering } = this.input
    if (scanner.stop === window.start) return true
    if (numbering === 'row') return false
    return !scanner.hasContent || isBlank(window.buffer, window.start, scanner.stop, dialect.delimiter[0])
  }

  private accept(): true {
    const { window, output, plan } = this.input
    const { scanner } = this
    if (this.copiesVerbatim && !scanner.hasEmptyQuotes && scanner.count === plan.width) {
      emitVerbatim(output.canonical, window.buffer, window.start, scanner.stop, this.line)
      output.accepted++
      return this.pass(scanner.next, 1 + scanner.innerLines)
    }
    const flag = plan.operation < 0 ? null : fieldText(window.buffer, scanner, plan.operation)
    const operation = plan.operationOf(flag)
    if (!operation) return this.rejectRecord('parse.operation')
    if (plan.blanks.some((column) => fieldText(window.buffer, scanner, column) !== null))
      return this.rejectRecord('parse.columns_extra')
    emitRecord(output.canonical, window.buffer, scanner, plan, this.lineNumber, operation)
    output.accepted++
    return this.pass(scanner.next, 1 + scanner.innerLines)
  }

  /**
   * A line that the usual rules cannot read, as spreadsheets and databases bend them: blanks around quotes, `="…"`,
   * then `\"`. It is taken only when it has every column then; else the line on which it starts is rejected.
   */
  private secondReading(linesEnd: number): true {
    const { window, plan, dialect, limits } = this.input
    const { next } = endOfLine(window.buffer, window.start, linesEnd)
    for (const backslash of [false, true]) {
      const reading = { backslash, mostFields: plan.width }
      const record = readRecord(window.buffer, window.start, next, dialect, reading)
      if (typeof record === 'string' || record.stop - window.start > limits.maxRecordBytes) continue
      if (this.fits(record)) return this.takeValues(record)
    }
    return this.rejectLine(linesEnd, 'parse.quote')
  }

  /** A record of a dialect that `RecordScanner` does not read. */
  private unusualRecord(linesEnd: number): boolean {
    const { window, limits, plan, dialect } = this.input
    const end = Math.min(linesEnd, window.start + limits.maxRecordBytes + 3)
    const reading = { backslash: false, mostFields: MOST_COLUMNS }
    const record = readRecord(window.buffer, window.start, end, dialect, reading)
    const isCut = record === 'more' && end === linesEnd && !window.ended
    if (isCut && window.end - window.start <= limits.maxRecordBytes) return false
    if (typeof record === 'string') {
      const { stop } = endOfLine(window.buffer, window.start, linesEnd)
      return stop - window.start > limits.maxRecordBytes || record === 'wide'
        ? this.rejectLine(linesEnd, record === 'wide' ? 'parse.columns_extra' : 'parse.line_too_long')
        : this.secondReading(linesEnd)
    }
    if (record.stop - window.start > limits.maxRecordBytes)
      return this.rejectLine(linesEnd, record.innerLines > 0 ? 'parse.quote' : 'parse.line_too_long')
    if (record.values.every((value) => value === null || value.trim() === ''))
      return this.pass(record.next, 1 + record.innerLines)
    if (this.fits(record)) return this.takeValues(record)
    if (record.innerLines > 0) return this.secondReading(linesEnd)
    const isMissing = record.values.length < plan.least
    return this.rejectLine(linesEnd, isMissing ? 'parse.columns_missing' : 'parse.columns_extra')
  }

  private fits({ values }: LooseRecord): boolean {
    const { plan } = this.input
    return values.length >= plan.least && values.slice(plan.width).every((value) => value === null)
  }

  private takeValues(record: LooseRecord): true {
    const { window, output, plan } = this.input
    const bytes = window.buffer.subarray(window.start, record.stop)
    const fault = faultOf(bytes)
    if (fault) output.reject(this.lineNumber, fault, bytes)
    else output.row(plan, this.lineNumber, record.values, () => bytes.toString('utf8'))
    return this.pass(record.next, 1 + record.innerLines)
  }

  private rejectRecord(code: RejectCode): true {
    const { window, output } = this.input
    output.reject(this.lineNumber, code, window.buffer.subarray(window.start, this.scanner.stop))
    return this.pass(this.scanner.next, 1 + this.scanner.innerLines)
  }

  /** Rejects only the physical line that the record starts on: what follows it is read afresh. */
  private rejectLine(linesEnd: number, code: RejectCode): true {
    const { window, output, limits } = this.input
    const { stop, next } = endOfLine(window.buffer, window.start, linesEnd)
    const bytes = window.buffer.subarray(window.start, stop)
    const isLong = bytes.length > limits.maxRecordBytes
    output.reject(this.lineNumber, isLong ? 'parse.line_too_long' : (faultOf(bytes) ?? code), bytes)
    return this.pass(next, 1)
  }

  private pass(next: number, lines: number): true {
    this.input.window.start = next
    this.line += lines
    return true
  }

  private get lineNumber(): number {
    const { numbering, output } = this.input
    return numbering === 'line' ? this.line : output.accepted + output.rejected + 1
  }
}

/** What makes bytes unfit to be text. */
export function faultOf(bytes: Buffer): RejectCode | null {
  if (!isUtf8(bytes)) return 'parse.encoding'
  if (!bytes.includes(0)) return null
  return bytes.includes(ROUNDED) ? 'parse.number_rounded' : 'parse.nul'
}
