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
  while (rest.length > 0) {
    const physical = /^[^\r\n]*/.exec(rest)?.[0] ?? ''
    const afterLine = rest.slice(physical.length).replace(/^(\r\n|\r|\n)/, '')
    const record = parseRecord(rest, delimiter)
    const tooLong = record !== null && record.source.length > maxBytes
    const spans = record !== null && /[\r\n]/.test(record.source)
    const misread =
      record === null || tooLong || (spans && !faultOf(record.source) && record.values.length !== width)
    if (physical === '' && record?.source === '') {
      rest = afterLine
      line++
    } else if (misread) {
      const long = physical.length > maxBytes
      reading.rejects.push({
        line,
        code: long ? 'parse.line_too_long' : (faultOf(physical) ?? 'parse.quote'),
        raw: physical,
      })
      rest = afterLine
      line++
    } else {
      const fault = faultOf(record.source) ?? countFault(record.values.length, width)
      if (fault) reading.rejects.push({ line, code: fault, raw: record.source })
      else reading.rows.push({ line, values: record.values })
      rest = rest.slice(record.source.length).replace(/^(\r\n|\r|\n)/, '')
      line += 1 + (record.source.match(/\r\n|\r|\n/g)?.length ?? 0)
    }
  }
  return reading
}

/** The record at the start of `text`; null when a quote in it is unterminated or misplaced. */
function parseRecord(text: string, delimiter: string): { source: string; values: (string | null)[] } | null {
  const values: (string | null)[] = []
  let at = 0
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(text.slice(at))
    const plain = new RegExp(`^[^"\\r\\n${delimiter === '|' ? '\\|' : delimiter}]*`).exec(text.slice(at))
    const field = quoted ?? plain
    const value = quoted ? (quoted[1] ?? '').replaceAll('""', '"') : (plain?.[0] ?? '')
    values.push(value === '' ? null : value)
    at += field?.[0].length ?? 0
    const after = text[at]
    if (after === delimiter) at++
    else if (after === undefined || after === '\r' || after === '\n')
      return { source: text.slice(0, at), values }
    else return null
  }
}

function countFault(found: number, width: number): RejectCode | null {
  if (found === width) return null
  return found < width ? 'parse.columns_missing' : 'parse.columns_extra'
}

function faultOf(bytes: string): RejectCode | null {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bytes, 'latin1'))
  } catch {
    return 'parse.encoding'
  }
  return bytes.includes('\0') ? 'parse.nul' : null
}
