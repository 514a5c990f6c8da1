/**
 * The members of a JSON object with their values as text exactly as received: strings unescaped, numbers digit
 * by digit (an identity number sent as a number keeps all 18), nested values as their JSON text. Null when the
 * text is not one whole JSON object.
 */
export function topLevelValues(text: string): [name: string, value: string | null][] | null {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null
  return [...members(text)]
}

/** Walks an object that is known to be well formed. */
function* members(text: string): Generator<[string, string | null]> {
  let at = text.indexOf('{') + 1
  for (;;) {
    const nameStart = text.indexOf('"', at)
    if (nameStart < 0) return
    const nameEnd = stringEnd(text, nameStart)
    const valueStart = skipSpace(text, text.indexOf(':', nameEnd) + 1)
    const valueEnd = endOfValue(text, valueStart)
    yield [String(JSON.parse(text.slice(nameStart, nameEnd))), valueText(text.slice(valueStart, valueEnd))]
    at = skipSpace(text, valueEnd)
    if (text[at] !== ',') return
  }
}

function valueText(source: string): string | null {
  if (source === 'null') return null
  return source.startsWith('"') ? String(JSON.parse(source)) : source
}

function endOfValue(text: string, start: number): number {
  const first = text[start]
  if (first === '"') return stringEnd(text, start)
  if (first === '{' || first === '[') return nestedEnd(text, start)
  let at = start
  while (!/[,}\s]/.test(text[at] ?? ',')) at++
  return at
}

function nestedEnd(text: string, start: number): number {
  let depth = 0
  for (let at = start; ; at++) {
    const character = text[at]
    if (character === '"') at = stringEnd(text, at) - 1
    else if (character === '{' || character === '[') depth++
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1
  }
}

/** One past the quote that closes the string at `start`. */
function stringEnd(text: string, start: number): number {
  let at = start + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (/\s/.test(text[at] ?? '.')) at++
  return at
}
