import { createHash, type Hash } from 'node:crypto'
import { sql } from 'kysely'
import { ShuyuanError } from '../core/errors.ts'
import type { Expression, Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import type { OutputType } from './masks.ts'

/** Rows per chunk of a column digest; also the row group size of data.parquet. */
export const CHUNK = 61_440

/**
 * A column's digest: SHA-256 over the hex SHA-256 of each chunk of 61,440 rows; a chunk is its values as text in
 * row order, `=` before each value and `-` for NULL, joined by line feeds; bytes are hexadecimal, in upper case.
 * Independent of any file format.
 */
export class ColumnDigest {
  readonly #whole: Hash = createHash('sha256')

  /** Adds the next chunk. */
  add(values: readonly (string | null)[]): void {
    const text = values.map((value) => (value === null ? '-' : `=${value}`)).join('\n')
    this.#whole.update(createHash('sha256').update(text).digest('hex'))
  }

  end(): string {
    return this.#whole.digest('hex')
  }
}

/** Digests of `columns` of a temporary table whose rows were inserted in their order, without leaving the engine. */
export async function digestTable(
  session: Session,
  table: Relation,
  columns: readonly { name: string; type: OutputType }[],
) {
  const one = ({ name, type }: { name: string; type: OutputType }) =>
    sql`sha256(string_agg(coalesce('=' || ${textOf(name, type)}, '-'), chr(10) ORDER BY rowid)) AS ${sql.ref(name)}`
  const digests: Record<string, string> = {}
  for (const column of columns) {
    const { name } = column
    const whole = createHash('sha256')
    const chunks = await session.rows<Record<string, string>>(
      sql`SELECT ${one(column)} FROM ${table} GROUP BY rowid // ${sql.lit(CHUNK)} ORDER BY rowid // ${sql.lit(CHUNK)}`,
    )
    for (const chunk of chunks) whole.update(chunk[name] ?? '')
    digests[name] = whole.digest('hex')
  }
  return digests
}

/** A value as text, which for bytes is hexadecimal. */
export function textOf(name: string, type: OutputType): Expression {
  return type === 'geometry' ? sql`hex(${sql.ref(name)})` : sql`CAST(${sql.ref(name)} AS VARCHAR)`
}

/** The digest of a column that must be among `digests`. */
export function digestOf(digests: Record<string, string>, name: string): string {
  const digest = digests[name]
  if (!digest) throw new ShuyuanError('exchange.readback_differs', { package: '', file: '', column: name })
  return digest
}
