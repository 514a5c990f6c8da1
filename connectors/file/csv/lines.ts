import { CR, LF } from '../window.ts'

/** Where the physical line at `from` stops and where the next one starts. There is a line end before `end`. */
export function endOfLine(bytes: Buffer, from: number, end: number): { stop: number; next: number } {
  let stop = from
  while (stop < end && bytes[stop] !== LF && bytes[stop] !== CR) stop++
  return { stop, next: afterLineEnd(bytes, stop, end) }
}

/** One past the line end at `at`: LF, CR, CR LF, or CR CR LF, which a program writes that makes CR LF of what has one. */
export function afterLineEnd(bytes: Buffer, at: number, end: number): number {
  if (bytes[at] !== CR) return at + 1
  if (at + 1 < end && bytes[at + 1] === LF) return at + 2
  return at + 2 < end && bytes[at + 1] === CR && bytes[at + 2] === LF ? at + 3 : at + 1
}
