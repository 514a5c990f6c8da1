/**
 * The members of a JSON object with their values as text exactly as received: strings unescaped, numbers digit
 * by digit (an identity number sent as a number keeps all 18) but for `.0` behind up to 15 digits, nested values as their
 * JSON text; a bare `NaN` is `<NA>`. Null when the
 * text is not one whole JSON object.
 */
export function topLevelValues(text: string): [name: string, value: string | null][] | null {
  const parsed = parsedJson(text)
  if (parsed !== undefined) return isObject(parsed) ? [...members(text)] : null
  const marked = withMarkers(text)
  return marked !== text && isObject(parsedJson(marked)) ? [...members(marked)] : null
}

const STRING = '"[^"\\\\]*(?:\\\\.[^"\\\\]*)*"'

/** Python writes a value that is missing as `NaN`, which is no JSON: in a nested value it becomes null. */
function withMarkers(text: string): string {
  if (!text.includes('NaN')) return text
  let depth = 0
  return text.replace(new RegExp(`${STRING}|[{}[\\]]|\\bNaN\\b`, 'g'), (token) => {
    if (token === '{' || token === '[') depth++
    if (token === '}' || token === ']') depth--
    if (token !== 'NaN') return token
    return depth === 1 ? JSON.stringify(MISSING) : 'null'
  })
}

/** How pandas shows a missing value: read as none in every field. */
const MISSING = '<NA>'

/** The text begins with an object and goes on with another, which only a line end may part. */
export function hasSecondObject(text: string): boolean {
  let depth = 0
  for (const { 0: token, index } of text.matchAll(new RegExp(`${STRING}|[{}]`, 'g'))) {
    if (token === '{') depth++
    if (token === '}' && --depth === 0) {
      const end = index + 1
      return /^\s*,?\s*\{/.test(text.slice(end)) && isObject(parsedJson(text.slice(0, end)))
    }
  }
  return false
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
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
  if (source.startsWith('"')) return String(JSON.parse(source))
  // Floats of whole numbers, as pandas writes a column with gaps.
  return source.replace(/^(-?[0-9]{1,15})[.]0+$/, '$1')
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
