import { ShuyuanError } from '../../core/errors.ts'
import { passLongLine } from './csv/long_line.ts'
import { faultOf } from './csv/rows.ts'
import {
  type ColumnPlaces,
  columnKeys,
  type FileOf,
  MOST_COLUMNS,
  mapColumns,
  planColumns,
  tooManyColumns,
} from './header.ts'
import { hasSecondObject, topLevelValues } from './json_object.ts'
import { endOfLine } from './lines.ts'
import type { Output } from './output.ts'
import type { Drift, Limits } from './types.ts'
import { Window } from './window.ts'

/**
 * Reads one JSON object a line. Columns are the members of all objects together, so drift is judged at the
 * end; a member that an object lacks is null.
 */
export async function readJsonLines(
  file: FileOf,
  chunks: AsyncIterable<Buffer>,
  output: Output,
  limits: Limits,
): Promise<Drift> {
  const window = new Window(chunks)
  const reader = new JsonRows(file, output, limits)
  try {
    for (;;) {
      const end = window.completeLines()
      if (end === window.start && window.end - window.start > limits.maxRawBytes) {
        reader.line = await passLongLine(window, output, reader.line, limits)
        continue
      }
      while (window.start < end && !output.isFull) reader.take(window, end)
      if (output.isFull) await output.flush()
      else if (window.ended && window.start >= window.end) return reader.drift()
      else await window.more()
    }
  } finally {
    await window.close()
  }
}

/** Files that were put together have a byte-order mark where the second one begins; RFC 7464 begins each line with RS. */
const LINE_MARKS = ['\ufeff', '\x1e']

class JsonRows {
  line = 1
  private isFirst = true
  private readonly columns = new Map<string, number>()
  private readonly headers: string[] = []
  private plan: ColumnPlaces | null = null
  private readonly file: FileOf
  private readonly output: Output
  private readonly limits: Limits
  private readonly keyOf: (header: string) => string

  constructor(file: FileOf, output: Output, limits: Limits) {
    this.file = file
    this.keyOf = columnKeys(file.dataset)
    this.output = output
    this.limits = limits
  }

  take(window: Window, end: number): void {
    const { stop, next } = endOfLine(window.buffer, window.start, end)
    const bytes = window.buffer.subarray(window.start, stop)
    window.start = next
    const line = this.line++
    const fault = bytes.length > this.limits.maxRecordBytes ? 'parse.line_too_long' : faultOf(bytes)
    if (fault) this.output.reject(line, fault, bytes)
    else this.takeText(line, bytes.toString('utf8'))
  }

  private takeText(line: number, text: string): void {
    const bare = withoutMarks(text)
    if (bare === '') return
    if (this.isFirst && bare.startsWith('[')) throw jsonArray(this.file)
    const members = topLevelValues(bare)
    if (this.isFirst && !members && (bare === '{' || hasSecondObject(bare))) throw notLines(this.file)
    this.isFirst = false
    const values = members && this.valuesOf(members)
    if (!values || members?.some((parts) => parts.some(hasHalfCharacter))) {
      this.output.reject(line, values ? 'parse.encoding' : 'parse.json', text)
      return
    }
    this.plan ??= mapColumns(this.file, this.headers)
    this.output.row(this.plan, line, values, () => text)
  }

  /** The drift of all lines together. @throws as `planColumns` does */
  drift(): Drift {
    if (this.headers.length > 0) return planColumns(this.file, this.headers).drift
    if (this.output.rejected > 0) return { missing: [], extra: [], renamed: [] }
    throw new ShuyuanError('connectors.empty_file', {
      dataset: this.file.dataset.id,
      file: this.file.fileName,
    })
  }

  /** Values by column; null when two members of one object mean the same column. */
  private valuesOf(members: [string, string | null][]): (string | null)[] | null {
    const values: (string | null)[] = []
    for (const [name, value] of members) {
      const column = this.columnOf(name)
      if (column in values) return null
      values[column] = value
    }
    return values
  }

  private columnOf(name: string): number {
    const key = this.keyOf(name)
    const known = this.columns.get(key)
    if (known !== undefined) return known
    if (this.headers.length >= MOST_COLUMNS) throw tooManyColumns(this.file, MOST_COLUMNS + 1)
    this.columns.set(key, this.headers.length)
    this.plan = null
    return this.headers.push(name) - 1
  }
}

/** True of a text, or of JSON with a text in it, that has half of a character: no file and no table can keep it. */
function hasHalfCharacter(text: string | null): boolean {
  if (text === null) return false
  if (/\p{Surrogate}/u.test(text)) return true
  return /^[[{]/.test(text) && /\\u[dD][89a-fA-F]/.test(text) && /\p{Surrogate}/u.test(unescaped(text))
}

/** The text with its escapes of surrogates resolved, as far as that shows whether they are paired. */
function unescaped(json: string): string {
  return json.replace(/\\(u[0-9a-fA-F]{4}|.)/g, (sequence, code: string) =>
    code.length === 5 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : sequence.slice(1),
  )
}

function jsonArray({ dataset, fileName }: FileOf): ShuyuanError {
  return new ShuyuanError('connectors.json_array', { dataset: dataset.id, file: fileName })
}

function notLines({ dataset, fileName }: FileOf): ShuyuanError {
  return new ShuyuanError('connectors.json_not_lines', { dataset: dataset.id, file: fileName })
}

function withoutMarks(line: string): string {
  let start = 0
  while (LINE_MARKS.includes(line[start] ?? '')) start++
  return line.slice(start).trim()
}
