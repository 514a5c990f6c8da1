import type { Context } from 'hono'
import type { Locale } from '../../core/locale.ts'

/** The language that the sender asks for, else the platform's. */
export function localeFor(c: Context, own: Locale): Locale {
  const asked = c.req.header('accept-language')?.trim().toLowerCase() ?? ''
  if (asked.startsWith('en')) return 'en'
  return asked.startsWith('zh') ? 'zh-CN' : own
}
