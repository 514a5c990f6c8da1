/** Rows in one chunk; a chunk is the unit that Roaring bitmaps work in. */
const CHUNK_ROWS = 65_536

/** Bytes of a chunk's bitmap: the bit of row `n` is bit `n % 8` of byte `n / 8`. */
export const CHUNK_BYTES = CHUNK_ROWS / 8

/**
 * A set of row positions of one file: bitmaps of 65,536 rows by chunk number, no bitmap empty. A position is
 * the chunk number times 65,536 plus the bit. Never changed once made.
 */
export type RowSet = ReadonlyMap<number, Uint8Array>

/** The set of the given positions, in any order. */
export function rowSet(positions: Iterable<number>): RowSet {
  const set = new Map<number, Uint8Array>()
  for (const position of positions) {
    const chunk = Math.floor(position / CHUNK_ROWS)
    const bits = set.get(chunk) ?? new Uint8Array(CHUNK_BYTES)
    set.set(chunk, bits)
    setBit(bits, position % CHUNK_ROWS)
  }
  return set
}

/** Sets the bit of a row in a chunk's bitmap. */
export function setBit(bits: Uint8Array, row: number): void {
  bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7))
}

/** The chunk numbers, ascending. */
export const chunksOf = (set: RowSet): number[] => [...set.keys()].sort((a, b) => a - b)

/** How many positions are in the set. */
export function sizeOf(set: RowSet): number {
  let size = 0
  for (const bits of set.values()) size += countBits(bits)
  return size
}

/** How many bits of a bitmap are set. */
export function countBits(bits: Uint8Array): number {
  let count = 0
  for (const byte of bits) count += ONES[byte] ?? 0
  return count
}

const ONES = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length)

/** The rows set in a chunk's bitmap, ascending. */
export function rowsIn(bits: Uint8Array): number[] {
  const rows: number[] = []
  for (const [index, byte] of bits.entries()) {
    for (let rest = byte; rest !== 0; rest &= rest - 1) rows.push(index * 8 + 31 - Math.clz32(rest & -rest))
  }
  return rows
}

/** All positions, ascending. */
export function* positionsOf(set: RowSet): Generator<number> {
  for (const chunk of chunksOf(set)) {
    for (const row of rowsIn(set.get(chunk) ?? new Uint8Array())) yield chunk * CHUNK_ROWS + row
  }
}

/** The highest position; -1 of an empty set. */
export function lastOf(set: RowSet): number {
  const chunk = chunksOf(set).at(-1)
  return chunk === undefined
    ? -1
    : chunk * CHUNK_ROWS + (rowsIn(set.get(chunk) ?? new Uint8Array()).at(-1) ?? 0)
}

/** What is in either set. */
export function union(a: RowSet, b: RowSet): RowSet {
  return combined(a, b, (x, y) => x | y)
}

/** What is in `a` and not in `b`. */
export function minus(a: RowSet, b: RowSet): RowSet {
  return combined(a, b, (x, y) => x & ~y)
}

function combined(a: RowSet, b: RowSet, combine: (x: number, y: number) => number): RowSet {
  const empty = new Uint8Array(CHUNK_BYTES)
  const result = new Map<number, Uint8Array>()
  for (const chunk of new Set([...a.keys(), ...b.keys()])) {
    const [left, right] = [a.get(chunk) ?? empty, b.get(chunk) ?? empty]
    const bits = new Uint8Array(CHUNK_BYTES)
    for (let index = 0; index < CHUNK_BYTES; index++) {
      bits[index] = combine(left[index] ?? 0, right[index] ?? 0)
    }
    if (bits.some((byte) => byte !== 0)) result.set(chunk, bits)
  }
  return result
}
