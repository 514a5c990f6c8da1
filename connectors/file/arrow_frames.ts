import { type FileHandle, open } from 'node:fs/promises'

const CONTINUATION = 0xffffffff
const MOST_METADATA = 256 << 20

/**
 * Walks the messages of an Arrow IPC stream without reading their bodies. The format lets the end marker be left out,
 * but then a stream cut between two messages looks whole: such a one is refused.
 * @throws Error that says what is wrong: `no end marker`, `bytes after the end`, `cut`, `big-endian`
 */
export async function checkArrowStream(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    for (let at = 0; ; ) {
      const frame = await frameAt(file, at, size)
      if (frame.end) {
        if (frame.next !== size) throw new Error('bytes after the end')
        return
      }
      at = frame.next
    }
  } finally {
    await file.close()
  }
}

/** Since version 0.15 a length of metadata follows a marker of four bytes; before it stood alone. */
async function frameAt(file: FileHandle, at: number, size: number): Promise<{ next: number; end: boolean }> {
  if (at === size) throw new Error('no end marker')
  const head = await bytesAt(file, at, 8)
  const isMarked = head.length >= 4 && head.readUInt32LE(0) === CONTINUATION
  const prefix = isMarked ? 8 : 4
  if (head.length < prefix) throw new Error('cut')
  const length = head.readInt32LE(prefix - 4)
  if (length === 0) return { next: at + prefix, end: true }
  if (length < 0 || length > MOST_METADATA) throw new Error('cut')
  const metadata = await bytesAt(file, at + prefix, length)
  if (metadata.length < length) throw new Error('cut')
  const next = at + prefix + length + bodyLength(metadata)
  if (next > size) throw new Error('cut')
  return { next, end: false }
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}

/** Of a message (Message.fbs): version, type of the header, header, length of the body. */
function bodyLength(message: Buffer): number {
  const root = message.readUInt32LE(0)
  const body = slot(message, root, 3)
  const type = slot(message, root, 1)
  const header = slot(message, root, 2)
  if (type && message.readUInt8(type) === 1 && header) {
    const endianness = slot(message, header + message.readUInt32LE(header), 0)
    if (endianness && message.readInt16LE(endianness) === 1) throw new Error('big-endian')
  }
  return body ? Number(message.readBigInt64LE(body)) : 0
}

/** Where the value of a flatbuffer table's field stands; 0 when it has none. */
function slot(bytes: Buffer, table: number, field: number): number {
  const vtable = table - bytes.readInt32LE(table)
  const at = 4 + 2 * field
  const offset = at < bytes.readUInt16LE(vtable) ? bytes.readUInt16LE(vtable + at) : 0
  return offset === 0 ? 0 : table + offset
}
