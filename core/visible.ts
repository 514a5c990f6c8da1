/**
 * Characters that steer what shows them or are not seen: controls, line separators, bidirectional marks, overrides and
 * isolates, characters of no width, half surrogate pairs. Not those that letters need: variation selectors, and in
 * Mongolian its separators and joiners.
 */
const HIDDEN =
  /(?![\u180b-\u180f\ufe00-\ufe0f\u{e0100}-\u{e01ef}]|(?<=[\u1800-\u18af])(?:\u200c|\u200d)|(?:\u200c|\u200d)[\u1800-\u18af])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu
const SHORT: Record<string, string> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** Text of others (a file's name, a cell, a header) as it may be shown anywhere: hidden characters as `\x1b`, `\u202e`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, escaped)
}

/** The same for text of ours that may have several lines: line feeds and tabs stay. */
export function visibleLines(text: string): string {
  return text.replace(HIDDEN, (each) => (each === '\n' || each === '\t' ? each : escaped(each)))
}

/** JSON text that says the same with hidden characters as JSON's own escapes. */
export function visibleJson(json: string): string {
  return json.replace(HIDDEN, (each) => {
    if (each === '\n') return each
    const units = Array.from({ length: each.length }, (_, at) => each.charCodeAt(at))
    return units.map((unit) => `\\u${hex(unit, 4)}`).join('')
  })
}

function escaped(character: string): string {
  const point = character.codePointAt(0) ?? 0
  if (point > 0xffff) return `\\u{${hex(point, 1)}}`
  return SHORT[character] ?? (point > 0xff ? `\\u${hex(point, 4)}` : `\\x${hex(point, 2)}`)
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
