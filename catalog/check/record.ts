/** The foundation of elements about the record itself, which every dataset has for itself. It is no table. */
const RECORD = 'record'

export function isAboutRecord(elementId: string): boolean {
  return elementId.startsWith(`${RECORD}.`)
}

/** The foundation that an element belongs to: what precedes the dot of its id. */
export function foundationIdOf(elementId: string): string {
  return elementId.slice(0, elementId.indexOf('.'))
}
