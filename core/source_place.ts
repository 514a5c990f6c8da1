/** Where something stands in a text, from 1. */
export interface Place {
  line: number
  column: number
}

/**
 * The place of a key or an item in the object literal that a function is given, by its path (`schedules`, `0`, `cron`);
 * the deepest part of the path that is written there. Undefined where the text has no such literal, or several.
 */
export function placeInSource(
  source: string,
  path: readonly PropertyKey[],
  called = 'defineJobs',
): Place | undefined {
  const [start, another] = source.matchAll(new RegExp(`\\b${called}\\s*\\(\\s*(?=\\{)`, 'g'))
  if (!start || another) return undefined
  let at = start.index + start[0].length
  for (const part of path) {
    const found = new Literal(source, at).child(part)
    if (found === undefined) break
    at = found
    if (source[valueStart(source, at)] === undefined) break
  }
  const before = source.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') }
}

const KEY = /^(?:([A-Za-z_$][\w$]*)|'([^'\\]*)'|"([^"\\]*)")\s*:/
const OPENING = '([{'
const CLOSING = ')]}'

/** Steps over an object or array literal, its strings and comments, without evaluating anything. */
class Literal {
  constructor(
    private readonly source: string,
    private readonly start: number,
  ) {}

  /** Where the member `part` begins: its key in an object, its value in an array. */
  child(part: PropertyKey): number | undefined {
    const open = valueStart(this.source, this.start)
    const isArray = this.source[open] === '['
    if (!isArray && this.source[open] !== '{') return undefined
    let at = open + 1
    for (let index = 0; ; index++) {
      at = skipBlank(this.source, at)
      if (at >= this.source.length || CLOSING.includes(this.source[at] ?? '')) return undefined
      const key = KEY.exec(this.source.slice(at, at + 200))
      if (isArray ? index === Number(part) : key?.slice(1).includes(String(part))) return at
      at = this.afterMember(at)
    }
  }

  /** Behind the comma after the member at `at`, or at the closing bracket. */
  private afterMember(at: number): number {
    let depth = 0
    for (
      let here = skipBlank(this.source, at);
      here < this.source.length;
      here = skipBlank(this.source, here)
    ) {
      const sign = this.source[here] ?? ''
      if (OPENING.includes(sign)) depth += 1
      else if (CLOSING.includes(sign) && depth-- === 0) return here
      else if (sign === ',' && depth === 0) return here + 1
      here = `'"\``.includes(sign) ? afterString(this.source, here) : here + 1
    }
    return this.source.length
  }
}

/** Where the value begins that a member's key at `at` names; `at` itself where there is no key. */
function valueStart(source: string, at: number): number {
  const key = KEY.exec(source.slice(at, at + 200))
  return skipBlank(source, at + (key?.[0].length ?? 0))
}

function skipBlank(source: string, from: number): number {
  const blank = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y
  blank.lastIndex = from
  blank.exec(source)
  return blank.lastIndex
}

function afterString(source: string, at: number): number {
  const quote = source[at]
  for (let here = at + 1; here < source.length; here++) {
    if (source[here] === '\\') here += 1
    else if (source[here] === quote) return here + 1
  }
  return source.length
}
