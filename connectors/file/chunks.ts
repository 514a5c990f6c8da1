import { open } from 'node:fs/promises'

/** Small enough that the work between two reads stays well under 50 ms: other work must get its turn. */
export const CHUNK = 1 << 19
const CTRL_Z = 0x1a
const LF = 0x0a
const CR = 0x0d

/**
 * The bytes of a file from `start` to `end`, in chunks, the next being read while one is worked on. A chunk is valid
 * until the next one is asked for.
 */
export async function* fileChunks(
  path: string,
  start = 0,
  end = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer> {
  const file = await open(path, 'r')
  const buffers = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)] as const
  let position = start
  const readInto = (buffer: Buffer) =>
    file.read(buffer, 0, Math.max(0, Math.min(CHUNK, end - position)), position)
  let next = readInto(buffers[0])
  try {
    for (let turn = 0; ; turn++) {
      const { bytesRead, buffer } = await next
      if (bytesRead === 0) return
      position += bytesRead
      next = readInto(turn % 2 === 0 ? buffers[1] : buffers[0])
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await next.catch(() => undefined)
    await file.close()
  }
}

/** The first `bytes` of a file. */
export async function fileHead(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(bytes)
    const { bytesRead } = await file.read(buffer, 0, bytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/**
 * Where the text of a file ends: what fills it up behind that is no record. DOS programs close a text with Ctrl-Z,
 * on a line of its own where `copy` or an editor ends it; others pad their last block with NULs.
 * @param wide the byte order where a character has two bytes
 */
export async function contentEnd(path: string, wide: 'utf-16le' | 'utf-16be' | null): Promise<number> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const buffer = Buffer.allocUnsafe(CHUNK)
    const whole = size - (wide ? size % 2 : 0)
    let end = whole
    for (let stop = whole; stop > 0; ) {
      const start = Math.max(0, stop - CHUNK)
      const { bytesRead } = await file.read(buffer, 0, stop - start, start)
      const { filling, hasText } = fillingOf(buffer.subarray(0, bytesRead), wide, end === stop)
      if (filling !== null) end = start + filling
      if (hasText) break
      stop = start
    }
    return end === whole ? size : end
  } finally {
    await file.close()
  }
}

/**
 * Where a text's filling begins, null without one: a Ctrl-Z behind which there are only such, NULs and line ends, and
 * NULs with nothing between them and it, or the end. NULs on a line of their own are a record that was lost.
 * @param adjoins whether nothing but filling follows the bytes
 */
function fillingOf(
  bytes: Buffer,
  wide: 'utf-16le' | 'utf-16be' | null,
  adjoins: boolean,
): { filling: number | null; hasText: boolean } {
  const width = wide ? 2 : 1
  let filling: number | null = null
  for (let end = bytes.length; end > 0; end -= width) {
    const high = wide ? bytes[wide === 'utf-16le' ? end - 1 : end - 2] : 0
    const low = bytes[wide === 'utf-16be' || !wide ? end - 1 : end - 2]
    const isNext = end === (filling ?? (adjoins ? bytes.length : -1))
    if (high === 0 && (low === CTRL_Z || (low === 0 && isNext))) filling = end - width
    else if (high !== 0 || (low !== LF && low !== CR)) return { filling, hasText: true }
  }
  return { filling, hasText: false }
}

/** The last `bytes` of a file, or all of a shorter one. */
export async function fileTail(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const buffer = Buffer.alloc(Math.min(bytes, size))
    await file.read(buffer, 0, buffer.length, size - buffer.length)
    return buffer
  } finally {
    await file.close()
  }
}
