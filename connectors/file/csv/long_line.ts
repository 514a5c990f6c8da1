import { CR, endOfLine } from '../lines.ts'
import { type Output, wholeCharacters } from '../output.ts'
import type { Limits } from '../types.ts'
import type { Window } from '../window.ts'

const HEAD = 1 << 20

/**
 * Passes over a line too long to be kept whole: its head goes to the rejects with a note of where the line
 * starts in the landed file's text. Returns the number of the line after it.
 */
export async function passLongLine(
  window: Window,
  output: Output,
  line: number,
  limits: Limits,
): Promise<number> {
  const offset = window.base + window.start
  const head = wholeCharacters(window.buffer.subarray(window.start), Math.min(HEAD, limits.maxRawBytes))
  let bytes = 0
  for (;;) {
    const { stop, next } = endOfLine(window.buffer, window.start, window.end)
    const mayGoOn = stop >= window.end || (window.buffer[stop] === CR && stop + 1 >= window.end)
    bytes += stop - window.start
    window.start = mayGoOn && !window.ended ? stop : Math.min(next, window.end)
    if (!mayGoOn || window.ended) break
    await window.more()
  }
  const note = `[… ${bytes} bytes, from byte ${offset} of the file's text]`
  output.reject(line, 'parse.line_too_long', Buffer.concat([head, Buffer.from(note)]))
  return line + 1
}
