import type { Locale } from '../locale.ts'
import { escapeHtml } from './escape.ts'

/** What a page consists of. */
export interface Shell {
  locale: Locale
  /** As a person reads it: it is escaped here. */
  title: string
  /** The one style sheet. */
  style: string
  /** Further elements of the head: HTML. */
  head?: string
  /** HTML, every text in it already escaped. */
  body: string
}

/** A self-contained page: every page that the platform writes is made by this. */
export function shell({ locale, title, style, head = '', body }: Shell): string {
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
${head}<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`
}
