import { CR, LF } from '../window.ts'

/** Where the physical line at `from` stops and where the next one starts. There is a line end before `end`. */
export function endOfLine(bytes: Buffer, from: number, end: number): { stop: number; next: number } {
  let stop = from
  while (stop < end && bytes[stop] !== LF && bytes[stop] !== CR) stop++
  const isPair = bytes[stop] === CR && stop + 1 < end && bytes[stop + 1] === LF
  return { stop, next: stop + (isPair ? 2 : 1) }
}
