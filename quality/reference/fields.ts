import type { RowCondition } from '../../catalog/rule.ts'
import type { Comparison } from '../rules/test.ts'
import type { RowContext } from './context.ts'
import type { Value } from './values.ts'

type At = RowContext['at']

export function compareBroken(one: Value, other: Value, as: Comparison, operator: string): boolean {
  const order = as === 'text' ? compareTexts(one.text, other.text) : compareValues(one.value, other.value, as)
  if (order === undefined) return false
  switch (operator) {
    case '<':
      return order >= 0
    case '<=':
      return order > 0
    case '=':
      return order !== 0
    case '<>':
      return order === 0
    case '>=':
      return order < 0
    default:
      return order <= 0
  }
}

/** By the bytes of UTF-8, as the engine compares. */
function compareTexts(one: string | null, other: string | null): number | undefined {
  if (one === null || other === null) return undefined
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}

function compareValues(one: string | null, other: string | null, as: Comparison): number | undefined {
  if (one === null || other === null) return undefined
  if (as === 'date') return one < other ? -1 : one > other ? 1 : 0
  const [a, b] = as === 'datetime' ? [BigInt(one), BigInt(other)] : [units(one), units(other)]
  return a < b ? -1 : a > b ? 1 : 0
}

/** A plain decimal text below or above its limits, exactly. */
export function numberOutside(number: string, { min, max }: { min?: number; max?: number }): boolean {
  const value = units(number)
  return (
    (min !== undefined && value < units(String(min))) || (max !== undefined && value > units(String(max)))
  )
}

/** Ten-thousandths. */
function units(number: string): bigint {
  const [whole = '0', fraction = ''] = number.split('.')
  const size = BigInt(whole.replace('-', '')) * 10_000n + BigInt(fraction.padEnd(4, '0') || '0')
  return number.startsWith('-') ? -size : size
}

export function holds(when: RowCondition, at: At): boolean {
  const { text } = at(when.field)
  if ('oneOf' in when) return text !== null && when.oneOf.includes(text)
  if ('noneOf' in when) return text === null || !when.noneOf.includes(text)
  return (text !== null) === when.given
}

export function exclusiveBroken(fields: readonly string[], at: At): boolean {
  return fields.filter((field) => at(field).text !== null).length > 1
}

export function sumBroken(
  total: string | null,
  parts: readonly string[],
  tolerance: number,
  at: At,
): boolean {
  const given = parts.map((part) => at(part)).filter(({ text }) => text !== null)
  const values = given.flatMap(({ value }) => (value === null ? [] : [units(value)]))
  if (total === null || values.length === 0 || values.length < given.length) return false
  const difference = units(total) - values.reduce((sum, each) => sum + each, 0n)
  return (difference < 0n ? -difference : difference) > BigInt(Math.round(tolerance * 10_000))
}
