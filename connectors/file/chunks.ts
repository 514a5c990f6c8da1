import { open } from 'node:fs/promises'

/** Small enough that the work between two reads stays well under 50 ms: other work must get its turn. */
export const CHUNK = 1 << 19

/**
 * The bytes of a file from `start`, in chunks, the next being read while one is worked on. A chunk is valid
 * until the next one is asked for.
 */
export async function* fileChunks(path: string, start = 0): AsyncGenerator<Buffer> {
  const file = await open(path, 'r')
  const buffers = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)] as const
  let position = start
  const readInto = (buffer: Buffer) => file.read(buffer, 0, CHUNK, position)
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
