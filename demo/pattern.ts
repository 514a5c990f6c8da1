import type { Random } from './random.ts'

/** A part of a pattern: the characters to choose from, or a group of alternatives, and how often it stands. */
interface Part {
  one: string | Part[][]
  least: number
  most: number
}

const DIGITS = '0123456789'
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const ESCAPES: Record<string, string> = { d: DIGITS, w: LETTERS + DIGITS }
const parsed = new Map<string, Part[][]>()

/**
 * A text that a regular expression matches whole. Understands what the catalogue's patterns use: literals, `\d`,
 * classes, groups with alternatives, `?`, `+`, `*` and counted repetition.
 */
export function textOf(pattern: string, random: Random): string {
  let alternatives = parsed.get(pattern)
  if (!alternatives) {
    alternatives = new Parser(pattern.replace(/^\^/, '').replace(/\$$/, '')).alternatives()
    parsed.set(pattern, alternatives)
  }
  return write(alternatives, random)
}

function write(alternatives: Part[][], random: Random): string {
  let text = ''
  for (const { one, least, most } of random.pick(alternatives)) {
    const count = random.between(least, most)
    for (let i = 0; i < count; i++)
      text += typeof one === 'string' ? one.charAt(random.int(one.length)) : write(one, random)
  }
  return text
}

class Parser {
  private at = 0

  constructor(private readonly text: string) {}

  alternatives(): Part[][] {
    const found: Part[][] = [[]]
    while (this.at < this.text.length && this.text[this.at] !== ')') {
      if (this.text[this.at] !== '|') found.at(-1)?.push(this.part())
      else {
        this.at++
        found.push([])
      }
    }
    return found
  }

  private part(): Part {
    const one = this.single()
    const rest = this.text.slice(this.at)
    const [counted = '', least = '', comma, most] = /^\{(\d+)(,)?(\d*)\}/.exec(rest) ?? []
    this.at += counted.length
    if (counted)
      return { one, least: Number(least), most: Number(most || (comma ? Number(least) + 6 : least)) }
    const sign = '?+*'.includes(rest.charAt(0)) ? rest.charAt(0) : ''
    this.at += sign.length
    return { one, least: sign === '?' || sign === '*' ? 0 : 1, most: sign === '+' || sign === '*' ? 6 : 1 }
  }

  private single(): string | Part[][] {
    const character = this.text.charAt(this.at++)
    if (character === '[') return this.characters()
    if (character === '\\') {
      const escaped = this.text.charAt(this.at++)
      return ESCAPES[escaped] ?? escaped
    }
    if (character !== '(') return character === '.' ? DIGITS : character
    if (this.text.startsWith('?:', this.at)) this.at += 2
    const inner = this.alternatives()
    this.at++
    return inner
  }

  private characters(): string {
    let found = ''
    while (this.text[this.at] !== ']') {
      const from = this.text.charAt(this.at++)
      if (from === '\\') found += ESCAPES[this.text.charAt(this.at++)] ?? ''
      else if (this.text[this.at] === '-' && this.text[this.at + 1] !== ']') {
        const to = this.text.charCodeAt(this.at + 1)
        for (let code = from.charCodeAt(0); code <= to; code++) found += String.fromCharCode(code)
        this.at += 2
      } else found += from
    }
    this.at++
    return found
  }
}
