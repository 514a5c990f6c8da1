export const LF = 0x0a
export const CR = 0x0d

/** Where the physical line at `from` stops and where the next one starts: behind `end` where no line end stands before it. */
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

/** Lines with their ends. */
export function* physicalLines(bytes: Buffer): Generator<Buffer> {
  for (let start = 0, end = 0; start < bytes.length; start = end) {
    end = lineStop(bytes, start)
    yield bytes.subarray(start, end)
  }
}

/** Where the line that `at` stands in begins. */
export function lineStart(bytes: Buffer, at: number): number {
  let start = at
  while (start > 0 && bytes[start - 1] !== LF && bytes[start - 1] !== CR) start--
  return start
}

/** One past the end of the line that `at` stands in, or of the bytes. */
export function lineStop(bytes: Buffer, at: number): number {
  return Math.min(bytes.length, endOfLine(bytes, at, bytes.length).next)
}
