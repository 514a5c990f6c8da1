import type { Context } from 'hono'
import { ShuyuanError } from '../../core/errors.ts'
import './locale.ts'

/** NUL, other control characters but tab and line ends, and half surrogate pairs: no database or file keeps them. */
const UNREADABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** @throws ShuyuanError `http.bad_character` when path or query hold such a character, or are no UTF-8 */
export function refuseUnreadable(c: Context): void {
  const { pathname, search } = new URL(c.req.url)
  const text = decoded(pathname + search.replaceAll('+', ' '))
  if (text === undefined || UNREADABLE.test(text))
    throw new ShuyuanError('http.bad_character', { place: 'URL' })
}

/** @throws ShuyuanError `http.bad_character` naming where in the body, keys of objects included */
export function refuseUnreadableIn(value: unknown, place = ''): void {
  if (typeof value === 'string' && UNREADABLE.test(value))
    throw new ShuyuanError('http.bad_character', { place: place || '-' })
  if (value === null || typeof value !== 'object') return
  for (const [key, each] of Object.entries(value)) {
    if (UNREADABLE.test(key)) throw new ShuyuanError('http.bad_character', { place: place || '-' })
    refuseUnreadableIn(each, place ? `${place}.${key}` : key)
  }
}

/** JSON text in which a NUL stands, as such or escaped. */
export function hasNul(body: Uint8Array): boolean {
  if (body.includes(0)) return true
  return /(?<!\\)(?:\\\\)*\\u0000/.test(
    Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'),
  )
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
