import type { Condition } from '../../catalog/condition.ts'
import { extractDay } from './condition.ts'

/** Normalised values by field: numbers as numbers, days as YYYY-MM-DD, moments so that their order is that of the text. */
export type Plain = Record<string, string | number | null>

/** The slow reference of `meets`. */
export function meetsPlainly(conditions: Condition[], values: Plain, asOf: Date | undefined): boolean {
  return conditions.every((condition) => {
    const value = values[condition.field] ?? null
    if ('oneOf' in condition) return value !== null && condition.oneOf.includes(String(value))
    if ('noneOf' in condition) return value === null || !condition.noneOf.includes(String(value))
    if ('given' in condition) return (value !== null) === condition.given
    const day = extractDay(asOf)
    return value === null || (day !== undefined && String(value) > day)
  })
}
