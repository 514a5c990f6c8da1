import { visibleLines } from '../visible.ts'

/** First characters by which spreadsheets take a text for a formula, as the inside of a class of a regular expression. */
export const FORMULA_STARTS = '=+@\\t\\r\\n＝＋－＠-'

const FORMULA = new RegExp(`^[${FORMULA_STARTS}]`)
const HALF = /[\ud800-\udbff]$/
/** Most characters that a cell of a spreadsheet holds. */
const LONGEST_CELL = 32_767

/**
 * Text as a cell of a workbook keeps it and a person sees it: no formula (such a text gets an apostrophe in front), hidden
 * characters escaped (`\x1b`, `\u202e`; line feeds and tabs stay), no `_x0041_`, which spreadsheets read as an escaped
 * character, and not longer than a cell may be.
 */
export function cellText(text: string): string {
  const plain = visibleLines(text.replace(/\r\n?/g, '\n')).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  const short = plain.length > LONGEST_CELL ? `${plain.slice(0, LONGEST_CELL - 2).replace(HALF, '')}…` : plain
  return FORMULA.test(short) ? `'${short}` : short
}
