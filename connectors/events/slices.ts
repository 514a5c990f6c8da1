/**
 * The elements of the array that is member `name` of the JSON object `text`, each as its own text exactly as
 * received: numbers keep all their digits. Null where there is no such array. `text` is well-formed JSON.
 */
export function arrayElements(text: string, name: string): string[] | null {
  const start = memberValue(text, name)
  if (start < 0 || text[start] !== '[') return null
  const elements: string[] = []
  let at = skipSpace(text, start + 1)
  while (text[at] !== ']') {
    const end = valueEnd(text, at)
    elements.push(text.slice(at, end))
    at = skipSpace(text, end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return elements
}

/** Where the value of the last member `name` begins; -1: there is none. */
function memberValue(text: string, name: string): number {
  let found = -1
  let at = skipSpace(text, text.indexOf('{') + 1)
  while (at < text.length && text[at] === '"') {
    const nameEnd = stringEnd(text, at)
    const value = skipSpace(text, skipSpace(text, nameEnd) + 1)
    if (JSON.parse(text.slice(at, nameEnd)) === name) found = value
    at = skipSpace(text, valueEnd(text, value))
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return found
}

/** One past the value that begins at `start`. */
function valueEnd(text: string, start: number): number {
  const first = text.charCodeAt(start)
  if (first === QUOTE) return stringEnd(text, start)
  if (first === BRACE || first === BRACKET) return nestedEnd(text, start)
  let at = start
  while (at < text.length && !/[,\]}\s]/.test(text[at] ?? '')) at++
  return at
}

function nestedEnd(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = stringEnd(text, at) - 1
    else if (code === BRACE || code === BRACKET) depth++
    else if ((code === BRACE_END || code === BRACKET_END) && --depth === 0) return at + 1
  }
  return text.length
}

/** One past the quote that closes the string at `start`. */
function stringEnd(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === ESCAPE ? 2 : 1
  return at + 1
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && /\s/.test(text[at] ?? '')) at++
  return at
}

const [QUOTE, ESCAPE, BRACE, BRACKET, BRACE_END, BRACKET_END] = [0x22, 0x5c, 0x7b, 0x5b, 0x7d, 0x5d]
