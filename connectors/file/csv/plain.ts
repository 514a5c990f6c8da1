import { afterLineEnd, CR, LF } from '../lines.ts'

const COMMA = 0x2c
const INSERT = 0x49

/** What `copyPlain` did: next unread byte, next free byte, lines passed, rows written. */
export interface PlainCopy {
  at: number
  out: number
  line: number
  rows: number
}

/**
 * The hot path: copies whole lines that need no change behind `<line>,I,`. It stops before the first line
 * that is not so simple (wrong number of commas, or longer than `maxBytes`) or at `end`. The caller has made
 * sure that the bytes up to `end` are valid UTF-8 without quotes and NULs and end with a line end, and that
 * `target` has room.
 */
export function copyPlain(
  source: Buffer,
  from: number,
  end: number,
  target: Buffer,
  state: PlainCopy,
  commas: number,
  maxBytes: number,
): void {
  let at = from
  let { out, line, rows } = state
  while (at < end) {
    const start = at
    const mark = out
    out = writeInteger(target, out, line)
    target[out++] = COMMA
    target[out++] = INSERT
    target[out++] = COMMA
    let left = commas
    let byte = source[at++] as number
    for (;;) {
      if (byte <= COMMA) {
        if (byte === COMMA) left--
        else if (byte === LF || byte === CR) break
      }
      target[out++] = byte
      byte = source[at++] as number
    }
    const bytes = at - 1 - start
    // Nothing but delimiters, or blanks among them, is a blank line.
    if ((source[start] as number) <= COMMA && isBlank(source, start, at - 1)) out = mark
    else if (left !== 0 || bytes > maxBytes) {
      at = start
      out = mark
      break
    } else {
      target[out++] = COMMA
      target[out++] = LF
      rows++
    }
    if (byte === CR) at = afterLineEnd(source, at - 1, end)
    line++
  }
  state.at = at
  state.out = out
  state.line = line
  state.rows = rows
}

/** True of delimiters and blanks only. */
export function isBlank(bytes: Buffer, from: number, to: number, delimiter = COMMA): boolean {
  for (let i = from; i < to; i++) {
    const byte = bytes[i]
    if (byte !== delimiter && byte !== 0x20 && byte !== 0x09) return false
  }
  return true
}

/** Writes a non-negative integer in decimal digits; returns one past the last. */
export function writeInteger(target: Buffer, at: number, value: number): number {
  let digits = 1
  for (let bound = 10; value >= bound; bound *= 10) digits++
  const end = at + digits
  let rest = value
  for (let i = end - 1; i >= at; i--) {
    const tenth = Math.floor(rest / 10)
    target[i] = 0x30 + rest - tenth * 10
    rest = tenth
  }
  return end
}
