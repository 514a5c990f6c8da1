import { createHash } from 'node:crypto'
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

/**
 * What the head of a page says that loads and runs nothing: its policy allows the one style sheet, and no script, style
 * attribute or request to anywhere.
 */
export function sealed(style: string): string {
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  return `<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
`
}
