import type { Context } from 'hono'
import type { Locale } from '../../core/locale.ts'

/** The language that the sender asks for, else the platform's. */
export function localeFor(c: Context, own: Locale): Locale {
  return askedLocale(c.req.header('accept-language')) ?? own
}

/** The language that Accept-Language asks for first; undefined: none of ours. */
export function askedLocale(acceptLanguage = ''): Locale | undefined {
  const asked = acceptLanguage.trim().toLowerCase()
  if (asked.startsWith('en')) return 'en'
  return asked.startsWith('zh') ? 'zh-CN' : undefined
}
