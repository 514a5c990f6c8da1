import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/** SHA-256 of bytes or text, in lower-case hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** What is read at once, bytes. */
const PART = 1 << 20

/** SHA-256 of a file's content, in lower-case hex, without reading a large one whole into memory. */
export async function sha256File(path: string): Promise<string> {
  if ((await stat(path)).size <= PART) return sha256(await readFile(path))
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: PART }), hash)
  return hash.digest('hex')
}

/** JSON with sorted keys, so that equal values give equal bytes. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : item,
  )
}
