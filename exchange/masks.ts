import { sql } from 'kysely'
import type { ElementType } from '../catalog/element.ts'
import type { MaskId } from '../catalog/masks.ts'
import type { Expression } from '../warehouse/engine/relation.ts'

/** Types of the columns of a package. `year` is a date of which only the year leaves, `geometry` is WKB. */
export const outputTypes = ['text', 'integer', 'year', 'decimal', 'date', 'datetime', 'geometry'] as const
export type OutputType = (typeof outputTypes)[number]

/** DuckDB's type for each output type. */
export const duckTypes = {
  text: sql`VARCHAR`,
  integer: sql`BIGINT`,
  year: sql`INTEGER`,
  decimal: sql`DECIMAL(18, 4)`,
  date: sql`DATE`,
  datetime: sql`TIMESTAMPTZ`,
  geometry: sql`BLOB`,
} as const satisfies Record<OutputType, Expression>

const TYPED: Partial<Record<ElementType, OutputType>> = {
  integer: 'integer',
  decimal: 'decimal',
  date: 'date',
  datetime: 'datetime',
  geometry: 'geometry',
}

/** What a column of `type` is once `mask` has been applied. */
export function outputTypeOf(type: ElementType, mask: MaskId): OutputType {
  if (mask === 'none') return TYPED[type] ?? 'text'
  return mask === 'year' ? 'year' : 'text'
}

/** Whether `mask` means anything for values of `type`: `year` needs a date, text masks need text. */
export function fitsMask(type: ElementType, mask: MaskId): boolean {
  if (mask === 'none' || mask === 'hash' || mask === 'drop') return true
  return mask === 'year' ? type === 'date' || type === 'datetime' : TYPED[type] === undefined
}

/** At least this many characters of a number stay hidden; a shorter value is hidden whole. */
const MIN_HIDDEN = 3
const HIDDEN_OF_ADDRESS = 8

/**
 * `value` under `mask` as a DuckDB expression. NULL stays NULL, characters are code points, and a value too
 * short to be masked in part becomes asterisks only. `hashKey` is used by `hash`. `drop` throws: a dropped
 * element has no column.
 */
export function masked(mask: MaskId, value: Expression, hashKey: Uint8Array): Expression {
  switch (mask) {
    case 'none':
      return value
    case 'citizenId':
      return keepEnds(value, 1, 2, MIN_HIDDEN)
    case 'mobile':
      return keepEnds(value, 3, 4, MIN_HIDDEN)
    case 'landline':
      return keepEnds(value, 0, 4, MIN_HIDDEN)
    case 'name':
      return keepEnds(value, 1, 0, 1)
    case 'address':
      return hideTail(value, HIDDEN_OF_ADDRESS)
    case 'email':
      return maskEmail(value)
    case 'year':
      return sql`CAST(year(CAST(${value} AS DATE)) AS INTEGER)`
    case 'hash':
      return hmacSha256(value, hashKey)
    case 'drop':
      throw new TypeError('a dropped element has no masked value')
  }
}

function stars(count: Expression): Expression {
  return sql`repeat('*', ${count})`
}

function keepEnds(value: Expression, first: number, last: number, minHidden: number): Expression {
  const kept = sql.lit(first + last)
  const head = first > 0 ? sql`left(${value}, ${sql.lit(first)}) || ` : sql``
  const tail = last > 0 ? sql` || right(${value}, ${sql.lit(last)})` : sql``
  return sql`CASE WHEN length(${value}) < ${kept} + ${sql.lit(minHidden)} THEN ${stars(sql`length(${value})`)}
    ELSE ${head}${stars(sql`length(${value}) - ${kept}`)}${tail} END`
}

function hideTail(value: Expression, hidden: number): Expression {
  const count = sql.lit(hidden)
  return sql`CASE WHEN length(${value}) <= ${count} THEN ${stars(sql`length(${value})`)}
    ELSE left(${value}, length(${value}) - ${count}) || ${stars(count)} END`
}

/** The first character and the domain after the last `@`; without a local part of two or more, less. */
function maskEmail(value: Expression): Expression {
  const domain = sql`length(string_split(${value}, '@')[-1]) + 1`
  const local = sql`(length(${value}) - (${domain}))`
  return sql`CASE WHEN NOT contains(${value}, '@') OR ${local} < 1 THEN ${stars(sql`length(${value})`)}
    WHEN ${local} = 1 THEN '*' || right(${value}, ${domain})
    ELSE left(${value}, 1) || ${stars(sql`${local} - 1`)} || right(${value}, ${domain}) END`
}

const BLOCK = 64

/** HMAC-SHA256 (RFC 2104) in lower-case hex. DuckDB has sha256 only, so the two padded keys are literals. */
function hmacSha256(value: Expression, key: Uint8Array): Expression {
  if (key.length !== 32) throw new TypeError('the hash key has 32 bytes')
  const pad = (byte: number) => {
    const hex = Buffer.alloc(BLOCK, byte)
    for (const [at, each] of key.entries()) hex[at] = each ^ byte
    return sql`unhex(${sql.lit(hex.toString('hex'))})`
  }
  const inner = sql`unhex(sha256(${pad(0x36)} || encode(CAST(${value} AS VARCHAR))))`
  return sql`CASE WHEN ${value} IS NULL THEN NULL ELSE sha256(${pad(0x5c)} || ${inner}) END`
}
