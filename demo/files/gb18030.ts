/** Code unit → its GB18030 bytes as one number (1, 2 or 4 bytes), built once by decoding every sequence. */
let table: Uint32Array | undefined

/** Private-use character that is written as a byte no encoding allows: an injected encoding fault. */
export const BROKEN_BYTE = '\uf8ff'

/**
 * Encodes text as GB18030 (characters of the basic plane) into `bytes` from `start` on, and returns where it ends. Node
 * decodes this encoding but cannot write it.
 */
export function encodeGb18030(text: string, bytes: Buffer, start: number): number {
  table ??= buildTable()
  let at = start
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x80) {
      bytes[at++] = code
      continue
    }
    const value = table[code] as number
    if (value > 0xffff) {
      bytes[at++] = value >>> 24
      bytes[at++] = (value >>> 16) & 0xff
    }
    if (value > 0xff) bytes[at++] = (value >>> 8) & 0xff
    bytes[at++] = value & 0xff
  }
  return at
}

function buildTable(): Uint32Array {
  const built = new Uint32Array(65536)
  const decoder = new TextDecoder('gb18030')
  const put = (bytes: number[], value: number) => {
    const text = decoder.decode(Uint8Array.from(bytes))
    const code = text.charCodeAt(0)
    if (text.length === 1 && code !== 0xfffd && built[code] === 0) built[code] = value >>> 0
  }
  for (let a = 0x81; a <= 0xfe; a++)
    for (let b = 0x40; b <= 0xfe; b++) if (b !== 0x7f) put([a, b], (a << 8) | b)
  for (let a = 0x81; a <= 0x84; a++)
    for (let b = 0x30; b <= 0x39; b++)
      for (let c = 0x81; c <= 0xfe; c++)
        for (let d = 0x30; d <= 0x39; d++) put([a, b, c, d], a * 0x1000000 + ((b << 16) | (c << 8) | d))
  built[BROKEN_BYTE.charCodeAt(0)] = 0xff
  return built
}
