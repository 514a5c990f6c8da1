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
