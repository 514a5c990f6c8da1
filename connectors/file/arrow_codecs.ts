import { CompressionType, compressionRegistry } from 'apache-arrow'
import { ZSTDDecoder } from 'zstddec'
import { decodeLz4 } from './lz4.ts'

/** What one buffer of a column may grow to. */
const MOST = 1 << 30

const zstd = new ZSTDDecoder()

/** Lets the Arrow reader read compressed buffers: LZ4 frames, the default of pandas and pyarrow for Feather, and Zstandard. */
export async function loadArrowCodecs(): Promise<void> {
  await zstd.init()
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (bytes) => sized(bytes, decodeLz4) })
  compressionRegistry.set(CompressionType.ZSTD, {
    decode: (bytes) => sized(bytes, (frame, size) => zstd.decode(frame, size)),
  })
}

/** A compressed buffer has its size in the eight bytes before it (Message.fbs, BodyCompressionMethod). */
function sized(bytes: Uint8Array, decode: (frame: Uint8Array, size: number) => Uint8Array): Uint8Array {
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset - 8, 8).getBigInt64(0, true))
  if (size < 0 || size > MOST) throw new Error('a compressed buffer is too large')
  const decoded = decode(bytes, size)
  if (decoded.length !== size) throw new Error('a compressed buffer is damaged')
  // On memory of its own, so that arrays of wider numbers can lie on it.
  return decoded.byteOffset === 0 ? decoded : new Uint8Array(decoded)
}
