import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { FORMULA_STARTS } from '../core/documents/cells.ts'
import { sha256File } from '../core/hash.ts'
import type { Expression, Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { CHUNK } from './digest.ts'
import { geoMetadata } from './geoparquet.ts'
import type { fileNames } from './manifest.ts'
import type { OutputType } from './masks.ts'

export interface WrittenFile {
  name: (typeof fileNames)[number]
  bytes: number
  sha256: string
}

/** The staged rows: a temporary table in output order, and its columns. */
export interface Staged {
  table: Relation
  columns: readonly { name: string; type: OutputType }[]
}

/**
 * data.parquet: SNAPPY, version 1, for every reader; with a geometry it is GeoParquet. Decimals are written without dictionary encoding, in which
 * parquetjs cannot read them.
 */
export async function writeParquet(session: Session, staged: Staged, folder: string): Promise<WrittenFile> {
  const path = join(folder, 'data.parquet')
  const plain = staged.columns.some((column) => column.type === 'decimal')
    ? sql`, dictionary_size_limit 0`
    : sql``
  const geometries = staged.columns.filter(({ type }) => type === 'geometry').map(({ name }) => name)
  const geo = await geoMetadata(session, staged.table, geometries)
  const metadata = geo === undefined ? sql`` : sql`, KV_METADATA {geo: ${sql.lit(geo)}}`
  await session.exec(sql`COPY (SELECT * FROM ${staged.table} ORDER BY rowid) TO ${sql.lit(path)}
    (FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION v1, ROW_GROUP_SIZE ${sql.lit(CHUNK)}${plain}${metadata})`)
  return describe(folder, 'data.parquet')
}

/**
 * data.csv: UTF-8 with byte order mark, comma, NULL empty, empty text `""`. A text that a spreadsheet would take
 * for a formula (or that starts with an apostrophe) gets one apostrophe in front; removing one gives it back. A
 * geometry is hexadecimal WKB.
 */
export async function writeCsv(session: Session, staged: Staged, folder: string): Promise<WrittenFile> {
  const path = join(folder, 'data.csv')
  const bare = `${path}.bare`
  const cells = staged.columns.map(({ name, type }) => cellOf(name, type))
  await session.exec(sql`COPY (SELECT ${sql.join(cells)} FROM ${staged.table} ORDER BY rowid) TO ${sql.lit(bare)}
    (FORMAT csv, HEADER true)`)
  await pipeline(createReadStream(bare, { highWaterMark: 1 << 20 }), withMark, createWriteStream(path))
  await rm(bare)
  return describe(folder, 'data.csv')
}

/** Writes a small text file of the package. */
export async function writeText(
  folder: string,
  name: WrittenFile['name'],
  text: string,
): Promise<WrittenFile> {
  await writeFile(join(folder, name), text, { flush: true })
  const bytes = Buffer.byteLength(text)
  return { name, bytes, sha256: createHash('sha256').update(text).digest('hex') }
}

/** First characters that spreadsheets act on, and the apostrophe itself so that the escape can be undone. */
export const UNSAFE_CELL = `^['${FORMULA_STARTS}]`

function cellOf(name: string, type: OutputType): Expression {
  if (type === 'geometry') return sql`hex(${sql.ref(name)}) AS ${sql.ref(name)}`
  return type === 'text' ? safeCell(name) : sql.ref(name)
}

function safeCell(name: string): Expression {
  const column = sql.ref(name)
  return sql`CASE WHEN regexp_matches(${column}, ${sql.lit(UNSAFE_CELL)}) THEN '''' || ${column} ELSE ${column} END AS ${column}`
}

async function* withMark(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from([0xef, 0xbb, 0xbf])
  yield* source
}

async function describe(folder: string, name: WrittenFile['name']): Promise<WrittenFile> {
  const path = join(folder, name)
  const handle = await open(path, 'r+')
  await handle.sync().finally(() => handle.close())
  return { name, bytes: (await stat(path)).size, sha256: await sha256File(path) }
}
