import { BROKEN_BYTE, encodeGb18030 } from './gb18030.ts'
import { type Sink, voidSink } from './sink.ts'

export type TextEncoding = 'utf8' | 'utf8-bom' | 'gb18030' | 'utf16le'

const BLOCK = 1 << 17
/** Most bytes of one UTF-16 code unit in any of the encodings. */
const WIDEST = 4

/**
 * Encodes text into blocks and writes these. A `BROKEN_BYTE` becomes a byte that the encoding forbids. Text is encoded
 * as it comes: what waits as bytes costs the collector of garbage nothing.
 */
export class TextBlocks {
  private block: Buffer | undefined
  private at = 0

  constructor(
    private readonly sink: Sink,
    private readonly encoding: TextEncoding,
  ) {
    if (encoding === 'utf8-bom' || encoding === 'utf16le') this.add('\ufeff')
  }

  /** @param broken the text has a `BROKEN_BYTE` */
  add(text: string, broken = false): void {
    if (this.sink === voidSink) return
    const most = text.length * WIDEST
    this.block ??= Buffer.allocUnsafeSlow(BLOCK)
    if (this.at + most > BLOCK) this.flush()
    if (most <= BLOCK) this.at = encode(text, this.encoding, broken, this.block, this.at)
    else {
      const large = Buffer.allocUnsafe(most)
      this.sink.write(large.subarray(0, encode(text, this.encoding, broken, large, 0)))
    }
  }

  close(): void {
    this.flush()
    this.sink.close()
  }

  private flush(): void {
    if (this.block && this.at > 0) this.sink.write(this.block.subarray(0, this.at))
    this.at = 0
  }
}

/** Writes the text into `bytes` from `at` on. Returns where it ends. */
function encode(text: string, encoding: TextEncoding, broken: boolean, bytes: Buffer, at: number): number {
  if (encoding === 'gb18030') return encodeGb18030(text, bytes, at)
  if (encoding === 'utf16le') return at + bytes.write(text, at, 'utf16le')
  if (!broken) return at + bytes.write(text, at)
  return text.split(BROKEN_BYTE).reduce((end, part, i) => {
    if (i > 0) bytes[end++] = 0xff
    return end + bytes.write(part, end)
  }, at)
}
