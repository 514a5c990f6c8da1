import { CompressionType, compressionRegistry } from 'apache-arrow'
import { ZSTDDecoder } from 'zstddec'
import { decodeLz4 } from './lz4.ts'

/** What one buffer of a column may grow to. */
const MOST = 1 << 30
/** All buffers of a batch, which are read at once, may grow to this, or to so many times their own size. */
const STEEP_FROM = 512 << 20
const STEEPEST = 200
/** What the message of the error says. */
export const TOO_STEEP = `× ${STEEPEST}`

const zstd = new ZSTDDecoder()

/** Lets the Arrow reader read compressed buffers: LZ4 frames, the default of pandas and pyarrow for Feather, and Zstandard. */
export async function loadArrowCodecs(): Promise<void> {
  await zstd.init()
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (bytes) => sized(bytes, decodeLz4) })
  compressionRegistry.set(CompressionType.ZSTD, {
    decode: (bytes) => sized(bytes, (frame, size) => zstd.decode(frame, size)),
  })
}

let packed = 0
let expanded = 0

/** A batch is read in one turn, so that its bytes are counted until the turn ends. @throws Error `TOO_STEEP` */
function count(from: number, to: number): void {
  if (packed === 0)
    queueMicrotask(() => {
      packed = 0
      expanded = 0
    })
  packed += from
  expanded += to
  if (expanded > Math.max(STEEP_FROM, packed * STEEPEST)) throw new Error(TOO_STEEP)
}

/** A compressed buffer has its size in the eight bytes before it (Message.fbs, BodyCompressionMethod). */
function sized(bytes: Uint8Array, decode: (frame: Uint8Array, size: number) => Uint8Array): Uint8Array {
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset - 8, 8).getBigInt64(0, true))
  if (size < 0 || size > MOST) throw new Error('a compressed buffer is too large')
  count(bytes.length, size)
  const decoded = decode(bytes, size)
  if (decoded.length !== size) throw new Error('a compressed buffer is damaged')
  // On memory of its own, so that arrays of wider numbers can lie on it.
  return decoded.byteOffset === 0 ? decoded : new Uint8Array(decoded)
}
