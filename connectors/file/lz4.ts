const MAGIC = 0x184d2204
const SKIPPABLE = 0x184d2a50

/**
 * Decodes frames of LZ4 (lz4_Frame_format 1.6.3), one after the other. @throws Error on a damaged one, or where it
 * would give more than `most` bytes
 */
export function decodeLz4(bytes: Uint8Array, most: number): Uint8Array {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const out = new Growing(most)
  for (let at = 0; at < source.length; ) {
    const magic = source.readUInt32LE(at)
    if (magic >>> 4 === SKIPPABLE >>> 4) at += 8 + source.readUInt32LE(at + 4)
    else if (magic === MAGIC) at = decodeFrame(source, at + 4, out)
    else throw new Error('no LZ4 frame')
  }
  return out.take()
}

/** @returns where the frame ends */
function decodeFrame(source: Buffer, start: number, out: Growing): number {
  const flags = source.readUInt8(start)
  if (flags >>> 6 !== 1) throw new Error('unknown version of LZ4')
  const hasSize = (flags & 8) !== 0
  const hasDictionary = (flags & 1) !== 0
  if (hasDictionary) throw new Error('LZ4 with a dictionary')
  const first = out.length
  const size = hasSize ? source.readBigUInt64LE(start + 2) : null
  let at = start + 2 + (hasSize ? 8 : 0)
  if (((xxh32(source.subarray(start, at)) >>> 8) & 0xff) !== source.readUInt8(at))
    throw new Error('LZ4 header checksum')
  at++
  for (;;) {
    const word = source.readUInt32LE(at)
    at += 4
    if (word === 0) break
    const length = word & 0x7fffffff
    const block = source.subarray(at, at + length)
    if (block.length < length) throw new Error('LZ4 block is cut')
    at += length
    if (flags & 0x10 && xxh32(block) !== readAndStep()) throw new Error('LZ4 block checksum')
    if (word >>> 31) out.append(block)
    else decodeBlock(block, out, flags & 0x20 ? out.length : first)
  }
  if (flags & 4 && xxh32(out.from(first)) !== readAndStep()) throw new Error('LZ4 content checksum')
  if (size !== null && size !== BigInt(out.length - first)) throw new Error('LZ4 content size')
  return at

  function readAndStep(): number {
    at += 4
    return source.readUInt32LE(at - 4)
  }
}

/** A block is sequences of literals and a copy of what came before, not before `floor`. */
function decodeBlock(block: Buffer, out: Growing, floor: number): void {
  let at = 0
  const longLength = (nibble: number) => {
    let length = nibble
    if (nibble === 15) {
      let more: number
      do {
        more = block.readUInt8(at++)
        length += more
      } while (more === 255)
    }
    return length
  }
  while (at < block.length) {
    const token = block.readUInt8(at++)
    const literals = longLength(token >>> 4)
    if (at + literals > block.length) throw new Error('LZ4 literals are cut')
    out.append(block.subarray(at, at + literals))
    at += literals
    if (at >= block.length) return
    const distance = block.readUInt16LE(at)
    at += 2
    if (distance === 0 || out.length - distance < floor) throw new Error('LZ4 offset')
    out.repeat(distance, longLength(token & 15) + 4)
  }
}

/** Bytes that grow at their end. */
class Growing {
  length = 0
  private bytes = Buffer.allocUnsafe(1 << 16)
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  append(more: Buffer): void {
    this.ensure(more.length)
    more.copy(this.bytes, this.length)
    this.length += more.length
  }

  /** Appends `count` bytes from `distance` before the end; they may overlap what they make. */
  repeat(distance: number, count: number): void {
    this.ensure(count)
    for (let done = 0; done < count; ) {
      const chunk = Math.min(distance + done, count - done)
      this.bytes.copyWithin(this.length + done, this.length - distance, this.length - distance + chunk)
      done += chunk
    }
    this.length += count
  }

  from(start: number): Buffer {
    return this.bytes.subarray(start, this.length)
  }

  /** A copy on its own memory, so that typed arrays can lie on it. */
  take(): Uint8Array {
    return new Uint8Array(this.from(0))
  }

  private ensure(count: number): void {
    const needed = this.length + count
    if (needed > this.most) throw new Error('LZ4 frame is too large')
    if (needed <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }
}

const [P1, P2, P3, P4, P5] = [2654435761, 2246822519, 3266489917, 668265263, 374761393] as const

/** The checksum of LZ4 frames: XXH32 with seed 0. */
function xxh32(bytes: Buffer): number {
  const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by))
  const round = (lane: number, at: number) =>
    Math.imul(rotate((lane + Math.imul(bytes.readUInt32LE(at), P2)) | 0, 13), P1)
  let at = 0
  let hash = P5 | 0
  if (bytes.length >= 16) {
    let [a, b, c, d] = [(P1 + P2) | 0, P2 | 0, 0, -P1 | 0]
    for (; at + 16 <= bytes.length; at += 16) {
      a = round(a, at)
      b = round(b, at + 4)
      c = round(c, at + 8)
      d = round(d, at + 12)
    }
    hash = (rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)) | 0
  }
  hash = (hash + bytes.length) | 0
  for (; at + 4 <= bytes.length; at += 4)
    hash = Math.imul(rotate((hash + Math.imul(bytes.readUInt32LE(at), P3)) | 0, 17), P4)
  for (; at < bytes.length; at++)
    hash = Math.imul(rotate((hash + Math.imul(bytes.readUInt8(at), P5)) | 0, 11), P1)
  hash = Math.imul(hash ^ (hash >>> 15), P2)
  hash = Math.imul(hash ^ (hash >>> 13), P3)
  return (hash ^ (hash >>> 16)) >>> 0
}
