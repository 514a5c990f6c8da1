import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { constants, crc32, deflateRawSync } from 'node:zlib'

/** Where bytes go. Written synchronously in large blocks: simple, fast, the same bytes every time. */
export interface Sink {
  write(bytes: Uint8Array): void
  close(): void
}

/** A plain file. */
export function fileSink(path: string): Sink {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'w')
  return {
    write(bytes) {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
    },
    close: () => closeSync(file),
  }
}

/** Takes everything, keeps nothing. */
export const voidSink: Sink = { write: () => undefined, close: () => undefined }

/** A gzip file of one member, deflated block by block; without name or time, so that equal content gives equal bytes. */
export function gzipSink(sink: Sink): Sink {
  const deflater = new Deflater(sink)
  sink.write(Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 0xff]))
  return {
    write: (bytes) => deflater.write(bytes),
    close() {
      deflater.end()
      const tail = Buffer.alloc(8)
      tail.writeUInt32LE(deflater.crc, 0)
      tail.writeUInt32LE(deflater.size % 2 ** 32, 4)
      sink.write(tail)
      sink.close()
    },
  }
}

/** Raw deflate in independent blocks, with the CRC and size that gzip and zip want. */
export class Deflater {
  crc = 0
  size = 0
  packed = 0
  private readonly sink: Sink

  constructor(sink: Sink) {
    this.sink = sink
  }

  write(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.crc = crc32(bytes, this.crc)
    this.size += bytes.length
    this.emit(deflateRawSync(bytes, { level: 1, finishFlush: constants.Z_SYNC_FLUSH }))
  }

  /** Closes the stream with an empty last block. */
  end(): void {
    this.emit(Uint8Array.from([3, 0]))
  }

  private emit(bytes: Uint8Array): void {
    this.packed += bytes.length
    this.sink.write(bytes)
  }
}
