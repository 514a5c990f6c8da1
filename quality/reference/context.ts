import type { GeometryProblem } from '../geometry/problems.ts'

/** A field as the reference reads it: the folded text, the typed value as text, and what some rules need besides. */
export interface Value {
  text: string | null
  value: string | null
  /** Day in China of an instant, or the birth date inside an identity number. */
  day?: string
  /** Whether a division code is or was one of the region. */
  known?: boolean
}

/** What the reference knows of one row. */
export interface RowContext {
  at(field: string): Value
  /** The last day that is not in the future. */
  last: string
  /** The first birthday of anybody alive; undefined without a time of the extract. */
  firstBirthday: string | undefined
  /** What was found of the row's geometry. */
  examined: GeometryProblem[]
}

const patterns = new Map<string, RegExp>()

/** A regular expression, made once. One with the flag `g` is for `replace` only. */
export function patternOf(source: string, flags = ''): RegExp {
  const id = `${flags}/${source}`
  const found = patterns.get(id) ?? new RegExp(source, flags)
  patterns.set(id, found)
  return found
}

/** The whole text has the shape. */
export function hasShape(text: string, shape: string): boolean {
  return patternOf(`^(?:${shape})$`, 'u').test(text)
}

export function isOutside(value: number, { min, max }: { min?: number; max?: number }): boolean {
  return (min !== undefined && value < min) || (max !== undefined && value > max)
}

/** Full-width characters as their ASCII twins. */
export function fold(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (each) => String.fromCharCode(each.charCodeAt(0) - 0xfee0))
}

export function isAscii(text: string): boolean {
  return [...text].every((character) => character <= '\u007f')
}

/** Half-width, and in upper case where it is all ASCII. */
export function foldedText(text: string): string {
  const half = fold(text)
  return isAscii(half) ? half.toUpperCase() : half
}
