import {
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api'

/** Asia/Shanghai, the one time zone of this country, in microseconds. */
const SHANGHAI = 8n * 3_600_000_000n
const MOST_EXACT_DIGITS = 15

/** A value as a person reads it and as JSON has it. */
export type ShownValue = string | number | boolean | null | ShownValue[] | { [name: string]: ShownValue }

/**
 * A value with nothing lost: instants in full, in Asia/Shanghai (`2026-11-30 10:00:00.123456+08`), days and times as
 * ISO, numbers that a double does not hold exactly as text.
 */
export function shownValue(value: DuckDBValue): ShownValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof DuckDBTimestampTZValue) return instant(value)
  if (value instanceof DuckDBDecimalValue) return decimal(value)
  if (value instanceof DuckDBListValue) return value.items.map(shownValue)
  if (value instanceof DuckDBStructValue)
    return Object.fromEntries(Object.entries(value.entries).map(([name, each]) => [name, shownValue(each)]))
  return String(value)
}

function instant(value: DuckDBTimestampTZValue): string {
  const { PosInf, NegInf } = DuckDBTimestampTZValue
  const isEndless = value.micros === PosInf.micros || value.micros === NegInf.micros
  return isEndless ? String(value) : `${new DuckDBTimestampValue(value.micros + SHANGHAI)}+08`
}

function decimal(value: DuckDBDecimalValue): number | string {
  const text = String(value)
  return text.replace(/\D/g, '').length <= MOST_EXACT_DIGITS ? Number(text) : text
}
