const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it may stand in HTML, also inside attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (each) => ENTITIES[each] ?? each)
}

/** A cell that no spreadsheet takes for a formula: such a text gets an apostrophe in front. */
export function neutralCell(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
}

/** Most characters that a cell of a spreadsheet holds. */
const LONGEST_CELL = 32_767
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot carry
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu

/**
 * Text as a cell keeps it: no formula, no character that XML cannot carry, no `_x0041_`, which spreadsheets read as an
 * escaped character, and not longer than a cell may be.
 */
export function cellText(text: string): string {
  const plain = text.replace(NOT_IN_XML, '\ufffd').replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  return neutralCell(plain.length > LONGEST_CELL ? `${plain.slice(0, LONGEST_CELL - 2)}…` : plain)
}

/** An identity number or credit code for a list that leaves the lake: first 1 and last 2 characters. */
export function maskKey(key: string | null): string {
  if (key === null) return ''
  return key.length <= 3
    ? '*'.repeat(key.length)
    : `${key.slice(0, 1)}${'*'.repeat(key.length - 3)}${key.slice(-2)}`
}
