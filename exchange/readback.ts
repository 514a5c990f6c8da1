import type { ParquetReader } from '@dsnp/parquetjs'
import { ShuyuanError } from '../core/errors.ts'
import { CHUNK, ColumnDigest } from './digest.ts'
import type { OutputType } from './masks.ts'

/** What a Parquet file must hold: its columns in order with the type and digest of each, and the row count. */
export interface Expected {
  package: string
  rows: number
  columns: readonly { name: string; type: OutputType; digest: string }[]
}

/**
 * Reads every value of `path` with parquetjs, the conservative second reader, one column chunk at a time, and
 * compares column names, types, row count and the digest of each column.
 * @throws ShuyuanError `exchange.schema_mismatch`, `exchange.readback_differs`, `exchange.readback_failed`
 */
export async function readBack(path: string, expected: Expected): Promise<void> {
  const fields = { package: expected.package, file: 'data.parquet' }
  const reader = await opened(path, fields)
  try {
    checkSchema(reader, expected)
    if (Number(reader.getRowCount()) !== expected.rows) {
      throw new ShuyuanError('exchange.readback_differs', { ...fields, column: '*' })
    }
    for (const [at, column] of expected.columns.entries()) {
      if ((await digestColumn(reader, at, column)) !== column.digest) {
        throw new ShuyuanError('exchange.readback_differs', { ...fields, column: column.name })
      }
    }
  } catch (error) {
    if (error instanceof ShuyuanError) throw error
    throw new ShuyuanError('exchange.readback_failed', fields)
  } finally {
    await reader.close()
  }
}

async function opened(path: string, fields: { package: string; file: string }): Promise<ParquetReader> {
  const { ParquetReader } = await import('@dsnp/parquetjs')
  try {
    return await ParquetReader.openFile(path)
  } catch {
    throw new ShuyuanError('exchange.readback_failed', fields)
  }
}

const ORIGINAL: Record<OutputType, string> = {
  text: 'UTF8',
  integer: 'INT_64',
  year: 'INT_32',
  decimal: 'DECIMAL',
  date: 'DATE',
  datetime: 'TIMESTAMP_MICROS',
  geometry: 'BYTES',
}

function checkSchema(reader: ParquetReader, expected: Expected): void {
  const found = reader.getSchema().fieldList.map((field) => `${field.name} ${field.originalType ?? 'BYTES'}`)
  const wanted = expected.columns.map((column) => `${column.name} ${ORIGINAL[column.type]}`)
  if (found.join() !== wanted.join()) {
    throw new ShuyuanError('exchange.schema_mismatch', {
      package: expected.package,
      found: found.join(', '),
      wanted: wanted.join(', '),
    })
  }
}

/** Row groups are chunks by construction, so they are decoded and digested one by one. */
async function digestColumn(reader: ParquetReader, at: number, column: { name: string; type: OutputType }) {
  const digest = new ColumnDigest()
  for (const group of reader.metadata?.row_groups ?? []) {
    digest.add(await decodeChunk(reader, group.columns[at], column))
  }
  return digest.end()
}

type Envelope = NonNullable<ParquetReader['envelopeReader']>
type Schema = ReturnType<ParquetReader['getSchema']>
type Chunk = NonNullable<ParquetReader['metadata']>['row_groups'][number]['columns'][number]

async function decodeChunk(
  reader: ParquetReader,
  chunk: Chunk | undefined,
  column: { name: string; type: OutputType },
) {
  const envelope = reader.envelopeReader
  if (!envelope || !chunk) throw new TypeError('column chunk missing')
  const schema = reader.getSchema()
  let page = await envelope.readColumnChunk(schema, chunk)
  if (column.type === 'decimal') page = await readScaled(envelope, schema, chunk, column.name)
  const levels = page.dlevels ?? []
  if (levels.length > CHUNK) throw new TypeError('row group larger than a chunk')
  const values = page.values ?? []
  let next = 0
  return levels.map((level) => (level === 0 ? null : textOf(values[next++], column.type)))
}

/** parquetjs decodes decimals to floating point; the digits are in the scaled integer beneath. */
async function readScaled(envelope: Envelope, schema: Schema, chunk: Chunk, name: string) {
  const field = schema.findField(name)
  const { originalType, primitiveType } = field
  Object.assign(field, { originalType: undefined, primitiveType: 'INT64' })
  try {
    return await envelope.readColumnChunk(schema, chunk)
  } finally {
    Object.assign(field, { originalType, primitiveType })
  }
}

/** A raw Parquet value as DuckDB writes it as text. */
function textOf(value: unknown, type: OutputType): string {
  switch (type) {
    case 'text':
      return Buffer.isBuffer(value) ? value.toString('utf8') : String(value)
    case 'integer':
    case 'year':
      return String(value)
    case 'date':
      return new Date(Number(value) * 86_400_000).toISOString().slice(0, 10)
    case 'decimal':
      return scaledText(BigInt(String(value)))
    case 'datetime':
      return instantText(BigInt(String(value)))
    case 'geometry':
      return Buffer.isBuffer(value) ? value.toString('hex').toUpperCase() : String(value)
  }
}

function scaledText(scaled: bigint): string {
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(5, '0')
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`
}

function instantText(micros: bigint): string {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
  const whole = new Date(Number((micros - rest) / 1000n)).toISOString().slice(0, 19).replace('T', ' ')
  const fraction = rest === 0n ? '' : `.${String(rest).padStart(6, '0').replace(/0+$/, '')}`
  return `${whole}${fraction}+00`
}
