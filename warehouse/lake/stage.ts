import { mkdir } from 'node:fs/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import { ShuyuanError } from '../../core/errors.ts'
import { sha256File } from '../../core/hash.ts'
import { isAbandoned, ownName } from '../../core/process.ts'
import type { Column } from '../engine/column.ts'
import type { Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import { withTemporaryTables } from '../engine/temporary.ts'
import { bucketIn } from './actions.ts'
import { asGiven, conform } from './conform.ts'
import { inTable, type Place } from './log.ts'
import { partitionFolder } from './relation.ts'
import { nullCount, statsJson } from './stats.ts'
import type { StagedFile, StageOptions } from './types.ts'

/** Where files are written before they are whole; Delta readers ignore folders that start with `_`. */
export const STAGING = '_staging'

/** What is staged: columns of the rows, and the folder in the table the files go to (`''` or `_change_data/`). */
export interface StageTarget {
  place: Place
  /** Columns of the table. */
  schema: Column[]
  /** Columns besides them. */
  extra: Column[]
  partitionBy: string[]
  folder: string
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/

/** Refuses a stem that file names could not have. */
export function checkName(name: string): void {
  if (!NAME.test(name)) throw new ShuyuanError('lake.name_invalid', { name })
}

/** Writes the query's rows into files of the table that no version holds yet; see `LakeTable.stage`. */
export async function stageFiles(
  target: StageTarget,
  session: Session,
  query: Relation,
  options: StageOptions,
): Promise<StagedFile[]> {
  checkName(options.name)
  await removeLeftovers(target.place, options.name)
  const folder = inTable(target.place, `${STAGING}/${ownName(options.name)}`)
  await mkdir(target.place.store.localPath(folder), { recursive: true })
  try {
    const written = await write(target, session, query, options, target.place.store.localPath(folder))
    checkRequired(target, written)
    const staged: StagedFile[] = []
    for (const [index, file] of written.entries())
      staged.push(...(await adopt(target, file, `${options.name}-${index}`)))
    return staged
  } finally {
    await target.place.store.remove(folder)
  }
}

/** Removes what dead processes of this machine left while staging under the same name. */
async function removeLeftovers(place: Place, name: string): Promise<void> {
  const paths = await place.store.list(inTable(place, STAGING), { recursive: true })
  const depth = inTable(place, STAGING).split('/').length
  const folders = new Set(paths.map((path) => path.split('/')[depth] ?? ''))
  for (const folder of folders) {
    if (folder.startsWith(`${name}~`) && isAbandoned(folder))
      await place.store.remove(inTable(place, `${STAGING}/${folder}`))
  }
}

async function write(
  target: StageTarget,
  session: Session,
  query: Relation,
  options: StageOptions,
  folder: string,
): Promise<Written[]> {
  const { place, partitionBy } = target
  const isDivided = partitionBy.length > 0 && options.bucket === undefined
  const columns = columnsOf(target).filter(({ name }) => isDivided || !partitionBy.includes(name))
  const copied = (rows: Relation) =>
    isDivided
      ? writeParts(session, rows, options, folder, partitionBy)
      : writeWhole(session, rows, options, folder)
  try {
    return await copied(asGiven(query, columns))
  } catch (error) {
    if (!(error instanceof ShuyuanError) || error.code !== 'engine.statement_invalid') throw error
    return copied(await conform(session, place.table, query, columns))
  }
}

async function writeWhole(
  session: Session,
  rows: Relation,
  options: StageOptions,
  folder: string,
): Promise<Written[]> {
  const values: Written['values'] = options.bucket === undefined ? {} : { bucket: String(options.bucket) }
  const files = await copy(session, ordered(rows, options), `${folder}/rows.parquet`, options.rowGroup)
  return files.map((file) => ({ ...file, values }))
}

async function writeParts(
  session: Session,
  rows: Relation,
  options: StageOptions,
  folder: string,
  partitionBy: string[],
): Promise<Written[]> {
  if (!options.orderBy) return copyPartitioned(session, rows, folder, partitionBy, 'zstd')
  return withTemporaryTables(session, 'stage', async (tables) => {
    const made = await tables.create('rows', rows)
    if ((await tables.count(made)) <= READ_IN_ORDER) {
      const inOrder = await tables.create('ordered', ordered(sql`FROM ${made}`, options))
      return copyPartitioned(session, sql`FROM ${inOrder}`, folder, partitionBy, 'zstd')
    }
    const parts = await copyPartitioned(session, sql`FROM ${made}`, folder, partitionBy, 'lz4')
    return sortParts(session, parts, options, folder)
  })
}

/** Rows of one row group of a table in memory: a single thread reads them, in their order, and writes each part so. */
const READ_IN_ORDER = 122_880

const ordered = (rows: Relation, options: StageOptions) =>
  options.orderBy ? sql`SELECT * FROM (${rows}) ORDER BY ${options.orderBy}` : rows

const columnsOf = (target: StageTarget) => [...target.schema, ...target.extra]

/** A file that COPY wrote, with the partition values of its rows. */
interface Written extends CopiedFile {
  values: Record<string, string | null>
}

type CopiedFile = z.infer<typeof copiedFile>

const entries = z.array(z.object({ key: z.string(), value: z.string().nullable() }))
const copiedFile = z.object({
  filename: z.string(),
  count: z.coerce.number(),
  file_size_bytes: z.coerce.number(),
  column_statistics: z.array(
    z.object({ key: z.string(), value: z.array(z.object({ key: z.string(), value: z.string() })) }),
  ),
  partition_keys: entries.nullable(),
})

async function copy(
  session: Session,
  rows: Relation,
  file: string,
  rowGroup?: number,
): Promise<CopiedFile[]> {
  const groups = rowGroup === undefined ? sql`` : sql`, ROW_GROUP_SIZE ${sql.lit(rowGroup)}`
  const written = await session.rows(
    sql`COPY (${rows}) TO ${sql.lit(file)} (FORMAT parquet, COMPRESSION zstd, RETURN_STATS true${groups})`,
  )
  return written.map((row) => copiedFile.parse(row))
}

async function copyPartitioned(
  session: Session,
  rows: Relation,
  folder: string,
  partitionBy: string[],
  compression: 'lz4' | 'zstd',
): Promise<Written[]> {
  const written = await session.rows(
    sql`COPY (${rows}) TO ${sql.lit(folder)} (FORMAT parquet, COMPRESSION ${sql.lit(compression)}, RETURN_STATS true,
        PARTITION_BY (${sql.join(partitionBy.map((name) => sql.id(name)))}), FILENAME_PATTERN 'part-{i}', OVERWRITE_OR_IGNORE true)`,
  )
  return written
    .map((row) => copiedFile.parse(row))
    .map((file) => ({
      ...file,
      values: Object.fromEntries((file.partition_keys ?? []).map((key) => [key.key, key.value])),
    }))
    .sort((a, b) => (a.filename < b.filename ? -1 : 1))
}

/** The second pass that fixes the order of rows: each partition by itself, into one file. */
async function sortParts(
  session: Session,
  parts: Written[],
  options: StageOptions,
  folder: string,
): Promise<Written[]> {
  const groups = new Map<string, Written[]>()
  for (const part of parts) {
    const key = JSON.stringify(part.values)
    groups.set(key, [...(groups.get(key) ?? []), part])
  }
  const sorted: Written[] = []
  for (const group of groups.values()) {
    const files = sql.join(group.map((part) => sql.lit(part.filename)))
    const rows = ordered(sql`SELECT * FROM read_parquet([${files}], hive_partitioning = false)`, options)
    const copied = await copy(session, rows, `${folder}/sorted-${sorted.length}.parquet`)
    sorted.push(...copied.map((file) => ({ ...file, values: group[0]?.values ?? {} })))
  }
  return sorted
}

function checkRequired(target: StageTarget, written: Written[]): void {
  for (const column of columnsOf(target).filter((candidate) => !candidate.nullable)) {
    const nulls = (file: Written) =>
      column.name in file.values
        ? file.values[column.name] === null
          ? file.count
          : 0
        : nullCount(file.column_statistics, column.name)
    const count = written.reduce((sum, file) => sum + (nulls(file) ?? 0), 0)
    if (count > 0)
      throw new ShuyuanError('lake.null_in_required', {
        table: target.place.table,
        column: column.name,
        count,
      })
  }
}

/** Moves a written file into the table under a name that holds the digest of its content. */
async function adopt(target: StageTarget, file: Written, stem: string): Promise<StagedFile[]> {
  if (file.count === 0) return []
  const digest = (await sha256File(file.filename)).slice(0, 16)
  const path = `${target.folder}${partitionFolder(target.partitionBy, file.values)}${stem}-${digest}.parquet`
  await target.place.store.adopt(file.filename, inTable(target.place, path))
  return [
    {
      path,
      partitionValues: file.values,
      bucket: bucketIn(file.values),
      size: file.file_size_bytes,
      rows: file.count,
      stats: statsJson(columnsOf(target), file.count, file.column_statistics),
      columns: target.schema.length,
    },
  ]
}
