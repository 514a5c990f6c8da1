import { createHash } from 'node:crypto'
import { canonicalJson } from '../../../core/hash.ts'
import type { Locale } from '../../../core/locale.ts'
import type { AuditHead } from '../data.ts'
import { type Html, html, sound } from './html.ts'
import { style } from './style.ts'

export interface Page {
  locale: Locale
  title: string
  /** Top corners of each sheet of paper. */
  head: string
  right: string
  body: Html
  /** The end of the audit log, for `shuyuan doctor --anchor`. */
  audit?: AuditHead | undefined
}

/** Name of the element that holds the end of the audit log. */
export const AUDIT_META = 'shuyuan-audit'

/**
 * A self-contained page. Its policy allows nothing but the one style sheet that it carries: no script, no style
 * attribute, no request to anywhere.
 */
export function page({ locale, title, head, right, body, audit }: Page): string {
  const css = style(head, right)
  const hash = createHash('sha256').update(css).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${sound(policy)}">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width">
${
  audit &&
  html`<meta name="${AUDIT_META}" content="${canonicalJson(audit)}">
`
}<title>${title}</title>
<style>${sound(css)}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`.text
}
