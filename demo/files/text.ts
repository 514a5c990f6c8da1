import { BROKEN_BYTE, encodeGb18030 } from './gb18030.ts'
import type { Sink } from './sink.ts'

export type TextEncoding = 'utf8' | 'utf8-bom' | 'gb18030' | 'utf16le'

const BLOCK = 1 << 18

/** Collects text and writes it in blocks in one encoding. A `BROKEN_BYTE` becomes a byte that the encoding forbids. */
export class TextBlocks {
  private pending = ''
  private readonly sink: Sink
  private readonly encoding: TextEncoding

  constructor(sink: Sink, encoding: TextEncoding) {
    this.sink = sink
    this.encoding = encoding
    if (encoding === 'utf8-bom' || encoding === 'utf16le') this.pending = '\ufeff'
  }

  add(text: string): void {
    this.pending += text
    if (this.pending.length >= BLOCK) this.flush()
  }

  close(): void {
    this.flush()
    this.sink.close()
  }

  private flush(): void {
    this.sink.write(encode(this.pending, this.encoding))
    this.pending = ''
  }
}

function encode(text: string, encoding: TextEncoding): Uint8Array {
  if (encoding === 'gb18030') return encodeGb18030(text)
  if (encoding === 'utf16le') return Buffer.from(text, 'utf16le')
  if (!text.includes(BROKEN_BYTE)) return Buffer.from(text, 'utf8')
  const parts = text.split(BROKEN_BYTE).flatMap((part, i) => {
    const bytes = Buffer.from(part, 'utf8')
    return i === 0 ? [bytes] : [Buffer.from([0xff]), bytes]
  })
  return Buffer.concat(parts)
}
