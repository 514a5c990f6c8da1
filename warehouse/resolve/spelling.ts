import { sql } from 'kysely'
import type { ElementType } from '../../catalog/element.ts'
import { replaceMatch } from '../engine/functions.ts'
import type { Expression } from '../engine/relation.ts'

/** Types whose values come as they are written; all others have one standard form from the first scan on. */
const written: ElementType[] = ['text', 'personName']

/** For RE2 and JavaScript alike. */
const BLANK = '[ \t\n\v\f\r\u200b\u00a0\u2002\u2003\u2009\u3000\ufeff]+'
const at = (code: number) => String.fromCharCode(code)
const FULL_WIDTH = Array.from({ length: 94 }, (_, place) => at(0xff01 + place)).join('')
const HALF_WIDTH = Array.from({ length: 94 }, (_, place) => at(0x21 + place)).join('')

/**
 * True of two values that differ in more than their spelling: an address or a name in full-width characters, or with
 * blanks between its parts, is no other one.
 */
export function differ(type: ElementType, one: Expression, other: Expression): Expression {
  const plainly = sql`${one} is distinct from ${other}`
  if (!written.includes(type)) return plainly
  return sql`(${plainly} and ${spelling(one)} is distinct from ${spelling(other)})`
}

/** The same of two texts, for comparison row by row. */
export function differPlainly(type: ElementType, one: string | null, other: string | null): boolean {
  if (one === other) return false
  if (!written.includes(type) || one === null || other === null) return true
  return plainSpelling(one) !== plainSpelling(other)
}

function spelling(value: Expression): Expression {
  const half = sql`translate(${value}, ${sql.lit(FULL_WIDTH)}, ${sql.lit(HALF_WIDTH)})`
  return replaceMatch(half, BLANK, '', 'all')
}

function plainSpelling(value: string): string {
  const half = value.replace(/[\uff01-\uff5e]/g, (each) => at(each.charCodeAt(0) - 0xfee0))
  return half.replaceAll(new RegExp(BLANK, 'gu'), '')
}
