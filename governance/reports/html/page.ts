import { type Html, html } from '../../../core/documents/html.ts'
import { sealed, shell } from '../../../core/documents/shell.ts'
import { canonicalJson } from '../../../core/hash.ts'
import type { Locale } from '../../../core/locale.ts'
import type { SignedHead } from '../../../exchange/audit_head.ts'
import { style } from './style.ts'

export interface Page {
  locale: Locale
  title: string
  /** Top corners of each sheet of paper. */
  head: string
  right: string
  body: Html
  /** The end of the audit log, for `shuyuan doctor --anchor`. */
  audit?: SignedHead | undefined
}

/** Name of the element that holds the end of the audit log. */
export const AUDIT_META = 'shuyuan-audit'

/**
 * A self-contained page. Its policy allows nothing but the one style sheet that it carries: no script, no style
 * attribute, no request to anywhere.
 */
export function page({ locale, title, head, right, body, audit }: Page): string {
  const css = style(head, right)
  const stamp = audit ? html`<meta name="${AUDIT_META}" content="${canonicalJson(audit)}">\n`.text : ''
  return shell({
    locale,
    title,
    style: css,
    head: `${sealed(css)}<meta name="robots" content="noindex">
${stamp}`,
    body: `<main>\n${body.text}\n</main>`,
  })
}
