import { visibleLines } from '../visible.ts'

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it may stand in HTML, also inside attributes; hidden characters are escaped visibly. */
export function escapeHtml(text: string): string {
  return visibleLines(text).replace(/[&<>"']/g, (each) => ENTITIES[each] ?? each)
}

/** An identity number or credit code for a list that leaves the lake: first 1 and last 2 characters. */
export function maskKey(key: string | null): string {
  if (key === null) return ''
  return key.length <= 3
    ? '*'.repeat(key.length)
    : `${key.slice(0, 1)}${'*'.repeat(key.length - 3)}${key.slice(-2)}`
}
