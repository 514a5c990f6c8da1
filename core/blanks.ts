/**
 * Characters that are blank at the ends of a value: spaces of Unicode, controls, marks of no width, and what chat
 * programs and Windows put around a copied text to steer its direction.
 */
export const BLANKS =
  ' \t\n\v\f\r\u0085\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u3000\ufeff'

const blanks = new Set(BLANKS)

/** The text without blanks at its ends. */
export function withoutBlanks(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && blanks.has(text[start] as string)) start++
  while (end > start && blanks.has(text[end - 1] as string)) end--
  return text.slice(start, end)
}
