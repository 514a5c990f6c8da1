import { CHUNK_BYTES, chunksOf, countBits, type RowSet, rowsIn, setBit } from './row_set.ts'

/**
 * Delta's RoaringBitmapArray: the magic number, then the 64-bit portable Roaring format (a count, and per
 * 32-bit bitmap its key and the bitmap). All little-endian.
 * Source: Delta protocol, "Deletion Vector Format"; github.com/RoaringBitmap/RoaringFormatSpec.
 */
const MAGIC = 1_681_511_377

/** First number of a bitmap without run containers; of one with them, in its low 16 bits. */
const COOKIE = 12_346
const RUN_COOKIE = 12_347

/** A container of more values than this is a bitmap, not an array. */
const MAX_ARRAY = 4096

/** A bitmap with run containers has a table of offsets from this many containers on. */
const MIN_OFFSETS = 4

const CHUNKS_PER_BITMAP = 65_536

/** The bytes of a set of rows: array and bitmap containers, the same for the same set. */
export function encodeRowSet(set: RowSet): Uint8Array {
  const groups = bitmapsOf(set)
  const head = new DataView(new ArrayBuffer(12))
  head.setUint32(0, MAGIC, true)
  head.setBigUint64(4, BigInt(groups.size), true)
  const parts = [bytesOf(head)]
  for (const [key, containers] of groups) parts.push(uint32(key), ...bitmapParts(containers))
  return new Uint8Array(Buffer.concat(parts))
}

interface Container {
  /** Chunk within the 32-bit bitmap. */
  key: number
  count: number
  bytes: Uint8Array
}

/** The containers of each 32-bit bitmap, by its key; both ascending. */
function bitmapsOf(set: RowSet): Map<number, Container[]> {
  const bitmaps = new Map<number, Container[]>()
  for (const chunk of chunksOf(set)) {
    const key = Math.floor(chunk / CHUNKS_PER_BITMAP)
    const containers = bitmaps.get(key) ?? []
    bitmaps.set(key, containers)
    containers.push(containerOf(chunk % CHUNKS_PER_BITMAP, set.get(chunk) ?? new Uint8Array(CHUNK_BYTES)))
  }
  return bitmaps
}

function bitmapParts(containers: Container[]): Uint8Array[] {
  const head = new DataView(new ArrayBuffer(8 + containers.length * 8))
  head.setUint32(0, COOKIE, true)
  head.setUint32(4, containers.length, true)
  let offset = head.byteLength
  for (const [index, { key, count, bytes }] of containers.entries()) {
    head.setUint16(8 + index * 4, key, true)
    head.setUint16(10 + index * 4, count - 1, true)
    head.setUint32(8 + containers.length * 4 + index * 4, offset, true)
    offset += bytes.length
  }
  return [bytesOf(head), ...containers.map((container) => container.bytes)]
}

function containerOf(key: number, bits: Uint8Array): Container {
  const count = countBits(bits)
  if (count > MAX_ARRAY) return { key, count, bytes: bits }
  const values = new DataView(new ArrayBuffer(count * 2))
  for (const [index, row] of rowsIn(bits).entries()) values.setUint16(index * 2, row, true)
  return { key, count, bytes: bytesOf(values) }
}

const bytesOf = (view: DataView) => new Uint8Array(view.buffer)

function uint32(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(4))
  view.setUint32(0, value, true)
  return bytesOf(view)
}

/** The set of rows that the bytes hold; bytes after it are ignored. Null when they are not of that format. */
export function decodeRowSet(bytes: Uint8Array): RowSet | null {
  try {
    const reader = new Reader(bytes)
    if (reader.uint32() !== MAGIC) return null
    const set = new Map<number, Uint8Array>()
    const bitmaps = reader.uint64()
    for (let index = 0; index < bitmaps; index++) readBitmap(reader, reader.uint32(), set)
    return set
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function readBitmap(reader: Reader, bitmap: number, set: Map<number, Uint8Array>): void {
  const cookie = reader.uint32()
  const hasRuns = (cookie & 0xffff) === RUN_COOKIE
  if (!hasRuns && cookie !== COOKIE) throw new RangeError('no Roaring bitmap')
  const count = hasRuns ? (cookie >>> 16) + 1 : reader.uint32()
  const runs = hasRuns ? reader.take((count + 7) >> 3) : new Uint8Array()
  const heads = Array.from({ length: count }, () => ({ key: reader.uint16(), size: reader.uint16() + 1 }))
  if (!hasRuns || count >= MIN_OFFSETS) reader.take(count * 4)
  for (const [index, { key, size }] of heads.entries()) {
    const isRun = ((runs[index >> 3] ?? 0) & (1 << (index & 7))) !== 0
    const bits = isRun
      ? readRuns(reader)
      : size > MAX_ARRAY
        ? reader.take(CHUNK_BYTES)
        : readArray(reader, size)
    set.set(bitmap * CHUNKS_PER_BITMAP + key, bits)
  }
}

function readArray(reader: Reader, size: number): Uint8Array {
  const bits = new Uint8Array(CHUNK_BYTES)
  for (let index = 0; index < size; index++) setBit(bits, reader.uint16())
  return bits
}

function readRuns(reader: Reader): Uint8Array {
  const bits = new Uint8Array(CHUNK_BYTES)
  for (let left = reader.uint16(); left > 0; left--) {
    const start = reader.uint16()
    const last = start + reader.uint16()
    if (last > 0xffff) throw new RangeError('a run leaves its container')
    for (let row = start; row <= last; row++) setBit(bits, row)
  }
  return bits
}

/** Reads little-endian numbers; a RangeError past the end. */
class Reader {
  private at = 0
  private readonly bytes: Uint8Array
  private readonly view: DataView

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  uint16(): number {
    return this.view.getUint16(this.forward(2), true)
  }

  uint32(): number {
    return this.view.getUint32(this.forward(4), true)
  }

  uint64(): number {
    return Number(this.view.getBigUint64(this.forward(8), true))
  }

  take(length: number): Uint8Array {
    const start = this.forward(length)
    if (this.at > this.bytes.length) throw new RangeError('cut off')
    return this.bytes.slice(start, this.at)
  }

  private forward(length: number): number {
    const start = this.at
    this.at += length
    return start
  }
}
