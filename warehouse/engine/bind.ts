import {
  BIGINT,
  BLOB,
  BOOLEAN,
  blobValue,
  DOUBLE,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  LIST,
  listValue,
  SQLNULL,
  TIMESTAMPTZ,
  timestampTZValue,
  VARCHAR,
} from '@duckdb/node-api'

/** A parameter as DuckDB takes it: the value and the type it is bound with. */
export interface Bound {
  value: DuckDBValue
  type: DuckDBType
}

const MAX_BIGINT = 2n ** 63n - 1n
const MAX_INTEGER = 2_147_483_647

/**
 * Types a JavaScript parameter as SQL would type the literal: whole numbers INTEGER or BIGINT (never HUGEINT,
 * which Parquet stores as DOUBLE), Date TIMESTAMPTZ, Uint8Array BLOB, arrays LIST.
 * Throws TypeError for anything else: a programming error.
 */
export function bind(value: unknown): Bound {
  if (value === null) return { value: null, type: SQLNULL }
  if (typeof value === 'string') return { value, type: VARCHAR }
  if (typeof value === 'boolean') return { value, type: BOOLEAN }
  if (typeof value === 'number') return bindNumber(value)
  if (typeof value === 'bigint') return bindBigint(value)
  if (value instanceof Date)
    return { value: timestampTZValue(BigInt(value.getTime()) * 1000n), type: TIMESTAMPTZ }
  if (value instanceof Uint8Array) return { value: blobValue(value), type: BLOB }
  if (Array.isArray(value)) return bindList(value)
  throw new TypeError(`a query parameter of type ${typeof value} cannot be bound`)
}

function bindNumber(value: number): Bound {
  if (!Number.isInteger(value)) return { value, type: DOUBLE }
  if (Math.abs(value) <= MAX_INTEGER) return { value, type: INTEGER }
  if (!Number.isSafeInteger(value)) throw new TypeError('a whole number beyond 2^53 must be given as bigint')
  return { value: BigInt(value), type: BIGINT }
}

function bindBigint(value: bigint): Bound {
  if (value > MAX_BIGINT || value < -MAX_BIGINT - 1n)
    throw new TypeError('a bigint parameter exceeds 64 bits')
  return { value, type: BIGINT }
}

function bindList(values: unknown[]): Bound {
  const items = values.map(bind)
  const types = items.map((item) => item.type).filter((type) => type !== SQLNULL)
  const type = types.find((candidate) => candidate === DOUBLE || candidate === BIGINT) ?? types[0] ?? VARCHAR
  const widened = items.map((item) =>
    type === BIGINT && typeof item.value === 'number' ? BigInt(item.value) : item.value,
  )
  return { value: listValue(widened), type: LIST(type) }
}
