import { sql } from 'kysely'
import type { Expression } from '../../warehouse/engine/relation.ts'

/** Characters of a value beyond this are not looked at: a pattern tells a form, not a text. */
export const PATTERN_LENGTH = 60

/**
 * The classes of a value's characters: 9 a digit, A and a Latin letters, 汉 a Chinese character, X any other letter or
 * sign that is not punctuation; punctuation and blanks stand for themselves.
 */
export function classesOf(value: Expression): Expression {
  const latin = replaced(sql`left(${value}, ${sql.lit(PATTERN_LENGTH)})`, [
    ['[a-z]', 'a'],
    ['[A-Z]', 'A'],
    ['[0-9]', '9'],
  ])
  const wide = replaced(latin, [
    ['[\\p{Han}]', '汉'],
    ['[^ -~汉\\p{P}\\p{S}]', 'X'],
  ])
  return sql`case when regexp_full_match(${value}, '[ -~]*') then ${latin} else ${wide} end`
}

function replaced(value: Expression, steps: [pattern: string, by: string][]): Expression {
  return steps.reduce<Expression>(
    (text, [pattern, by]) => sql`regexp_replace(${text}, ${sql.lit(pattern)}, ${sql.lit(by)}, 'g')`,
    value,
  )
}

/** Classes with runs shortened: `999999AA` is `9{6}A{2}`; braces and backslashes of the value are escaped. */
export function shortened(classes: string): string {
  const runs = classes.match(/(.)\1*/gsu) ?? []
  return runs
    .map((run) => {
      const [first = ''] = run
      const count = [...run].length
      const shown = /[{}\\]/.test(first) ? `\\${first}` : first
      return count === 1 ? shown : `${shown}{${count}}`
    })
    .join('')
}

const CLASSES: Record<string, string> = { '9': '[0-9]', A: '[A-Z]', a: '[a-z]', 汉: '[一-鿿]' }

/** A regular expression (RE2) that exactly the values with these classes match; undefined where a class is too wide. */
export function expressionOf(classes: string): string | undefined {
  if (classes.includes('X') || [...classes].length >= PATTERN_LENGTH) return undefined
  const runs = classes.match(/(.)\1*/gsu) ?? []
  return runs
    .map((run) => {
      const [first = ''] = run
      const count = [...run].length
      const one = CLASSES[first] ?? first.replace(/[\\^$.|?*+()[\]{}]/, '\\$&')
      return count === 1 ? one : `${one}{${count}}`
    })
    .join('')
}
