import { isUtf8 } from 'node:buffer'
import { ShuyuanError } from '../../../core/errors.ts'
import { type ColumnPlan, type FileOf, headerLookup, planColumns, unknownHeader } from '../header.ts'
import type { Output } from '../output.ts'
import type { Limits } from '../types.ts'
import { CR, LF, Window } from '../window.ts'
import { type CsvHeader, readHeader } from './dialect.ts'
import { CsvRows } from './rows.ts'

/** How rows are numbered: by physical line of the file, or by their place among the rows (a table turned into CSV). */
export type Numbering = 'line' | 'row'

/**
 * Turns delimited text into canonical rows and rejects. `chunks` is UTF-8, broken lines as invalid bytes.
 * @throws ShuyuanError `connectors.empty_file` and what `planColumns` throws
 */
export async function readCsv(
  file: FileOf,
  chunks: AsyncIterable<Buffer>,
  output: Output,
  limits: Limits,
  numbering: Numbering = 'line',
): Promise<ColumnPlan> {
  const window = new Window(chunks)
  try {
    const { header, line } = await takeHeader(file, window, limits)
    const plan = planColumns(file, header.headers)
    const rows = new CsvRows({ window, output, limits, plan, delimiter: header.delimiter, numbering })
    rows.line = line
    await drive(rows, window, output)
    return plan
  } finally {
    await window.close()
  }
}

async function drive(rows: CsvRows, window: Window, output: Output): Promise<void> {
  for (;;) {
    await rows.consume()
    if (output.isFull) await output.flush()
    else if (window.ended && window.start >= window.end) return
    else await window.more()
  }
}

/** Reads the first line that is not blank and leaves the window behind it. */
async function takeHeader(
  file: FileOf,
  window: Window,
  limits: Limits,
): Promise<{ header: CsvHeader; line: number }> {
  for (let line = 1; ; line++) {
    const end = await lineEnd(window, limits.maxRecordBytes)
    if (end === null) {
      throw new ShuyuanError('connectors.empty_file', { dataset: file.dataset.id, file: file.fileName })
    }
    const bytes = window.buffer.subarray(window.start, end)
    window.start =
      end + (window.buffer[end] === CR && end + 1 < window.end && window.buffer[end + 1] === LF ? 2 : 1)
    const text = bytes.toString('utf8')
    if (text.replace(/[\s\ufeff]/gu, '') === '') continue
    const header = isUtf8(bytes) ? readHeader(text, headerLookup(file.dataset)) : null
    if (!header || bytes.length > limits.maxRecordBytes) throw unknownHeader(file)
    return { header, line: line + 1 }
  }
}

/** Where the line at the window's start ends; null at the end of the file. */
async function lineEnd(window: Window, maxBytes: number): Promise<number | null> {
  for (;;) {
    const complete = window.completeLines()
    for (let i = window.start; i < complete; i++) {
      if (window.buffer[i] === LF || window.buffer[i] === CR) return i
    }
    if (window.end - window.start > maxBytes + 1) return window.start + maxBytes + 1
    if (!(await window.more()) && window.start >= window.end) return null
  }
}
