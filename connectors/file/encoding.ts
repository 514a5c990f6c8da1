import { isAscii, isUtf8 } from 'node:buffer'
import { CHUNK, fileChunks, fileHead } from './chunks.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'
export interface DetectedEncoding {
  encoding: Encoding
  /** Bytes of the byte-order mark to pass over. */
  markBytes: number
}

/**
 * Tells a text file's encoding: by its byte-order mark; by where its zero bytes stand (UTF-16 without mark);
 * else UTF-8 or GB18030, as the header and then most lines say. Reads on until the first byte that is not ASCII.
 */
export async function detectEncoding(path: string): Promise<DetectedEncoding> {
  const head = await fileHead(path, CHUNK)
  const marked = byMark(head)
  if (marked) return marked
  const wide = byZeros(head)
  if (wide) return { encoding: wide, markBytes: 0 }
  if (!isAscii(head)) return { encoding: narrow(head), markBytes: 0 }
  for await (const chunk of fileChunks(path, head.length)) {
    if (!isAscii(chunk)) return { encoding: vote(wholeLines(chunk)), markBytes: 0 }
  }
  return { encoding: 'utf-8', markBytes: 0 }
}

function byMark(head: Buffer): DetectedEncoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', markBytes: 3 }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', markBytes: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', markBytes: 2 }
  if (head.subarray(0, 4).equals(Buffer.from([0x84, 0x31, 0x95, 0x33])))
    return { encoding: 'gb18030', markBytes: 4 }
  return null
}

/** Digits, delimiters and line ends have a zero high byte in UTF-16; in Chinese text they are a good share of it. */
function byZeros(head: Buffer): Encoding | null {
  let even = 0
  let odd = 0
  for (let i = 0; i < head.length; i++) {
    if (head[i] === 0) i % 2 === 0 ? even++ : odd++
  }
  const enough = head.length / 20
  if (odd > enough && even * 50 < odd) return 'utf-16le'
  if (even > enough && odd * 50 < even) return 'utf-16be'
  return null
}

function narrow(head: Buffer): Encoding {
  const end = head.indexOf(0x0a)
  const header = head.subarray(0, end < 0 ? head.indexOf(0x0d) >>> 0 : end)
  if (!isAscii(header)) {
    if (isUtf8(header)) return 'utf-8'
    if (isGb18030(header)) return 'gb18030'
  }
  return vote(wholeLines(head))
}

/** The encoding in which more of the lines with Chinese can be read. */
function vote(sample: Buffer): Encoding {
  let utf8 = 0
  let gb18030 = 0
  for (let start = 0; start < sample.length; ) {
    const found = sample.indexOf(0x0a, start)
    const end = found < 0 ? sample.length : found
    const line = sample.subarray(start, end)
    start = end + 1
    if (isAscii(line)) continue
    if (isUtf8(line)) utf8++
    else if (isGb18030(line)) gb18030++
  }
  return gb18030 > utf8 ? 'gb18030' : 'utf-8'
}

/** Cuts a sample's last, possibly broken line off, where it has line ends at all. */
function wholeLines(sample: Buffer): Buffer {
  const end = sample.lastIndexOf(0x0a)
  return end > 0 && sample.length >= CHUNK ? sample.subarray(0, end) : sample
}

function isGb18030(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('gb18030', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
