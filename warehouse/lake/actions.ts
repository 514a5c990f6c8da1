import { z } from 'zod'
import { deletionVector, vectorId, withoutNull } from './deletion_vector/descriptor.ts'
import type { DataFile } from './types.ts'

const partitionValues = z.record(z.string(), z.string().nullable())
const tags = z.record(z.string(), z.string().nullable())
const millis = z.coerce.number()

const protocol = z.object({
  minReaderVersion: z.number(),
  minWriterVersion: z.number(),
  readerFeatures: z.array(z.string()).nullish(),
  writerFeatures: z.array(z.string()).nullish(),
})

const metaData = z.object({
  id: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  format: z.object({ provider: z.string(), options: z.record(z.string(), z.string()).nullish() }),
  schemaString: z.string(),
  partitionColumns: z.array(z.string()),
  configuration: z.record(z.string(), z.string()).nullish(),
  createdTime: millis.nullish(),
})

const add = z.object({
  path: z.string(),
  partitionValues,
  size: millis,
  modificationTime: millis,
  dataChange: z.boolean(),
  stats: z.string().nullish(),
  tags: tags.nullish(),
  deletionVector: deletionVector.nullish(),
})

const remove = z.object({
  path: z.string(),
  deletionTimestamp: millis.nullish(),
  dataChange: z.boolean(),
  extendedFileMetadata: z.boolean().nullish(),
  partitionValues: partitionValues.nullish(),
  size: millis.nullish(),
  stats: z.string().nullish(),
  tags: tags.nullish(),
  deletionVector: deletionVector.nullish(),
})

const cdc = z.object({
  path: z.string(),
  partitionValues,
  size: millis,
  dataChange: z.literal(false),
  tags: tags.nullish(),
})

const txn = z.object({ appId: z.string(), version: z.number(), lastUpdated: millis.nullish() })

const commitInfo = z.object({
  inCommitTimestamp: millis.nullish(),
  timestamp: millis.nullish(),
  operation: z.string().nullish(),
  isBlindAppend: z.boolean().nullish(),
  txnId: z.string().nullish(),
})

/** One line of the log, after the Delta protocol. Actions that are not known here are dropped. */
export const action = z.object({
  commitInfo: commitInfo.nullish(),
  protocol: protocol.nullish(),
  metaData: metaData.nullish(),
  txn: txn.nullish(),
  add: add.nullish(),
  remove: remove.nullish(),
  cdc: cdc.nullish(),
})

export type Action = z.infer<typeof action>
export type Protocol = z.infer<typeof protocol>
export type MetaData = z.infer<typeof metaData>
export type AddFile = z.infer<typeof add>
export type RemoveFile = z.infer<typeof remove>
export type CdcFile = z.infer<typeof cdc>

/** The file of an `add` or `remove` as the protocol tells it from others: by path and deletion vector. */
export const fileKey = (entry: Pick<AddFile, 'path' | 'deletionVector'>) =>
  `${entry.path}\n${vectorId(entry.deletionVector)}`

/** A path as the log holds it: URL-encoded by segment. */
export function encodePath(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part).replaceAll('%3D', '='))
    .join('/')
}

/** The data file of an `add`; null when its writer left no row count. */
export function dataFileOf(entry: AddFile): DataFile | null {
  const physical = rowCountOf(entry.stats)
  if (physical === null) return null
  const partitionValues = emptyAsNull(entry.partitionValues)
  const { size, modificationTime } = entry
  const stats = entry.stats ?? undefined
  return {
    path: decodeURIComponent(entry.path),
    partitionValues,
    bucket: bucketIn(partitionValues),
    size,
    rows: physical - (entry.deletionVector?.cardinality ?? 0),
    modificationTime,
    stats,
    deletionVector: entry.deletionVector ? withoutNull(entry.deletionVector) : undefined,
  }
}

/** The bucket among partition values; undefined for tables without buckets. */
export function bucketIn(values: Record<string, string | null>): number | undefined {
  return values.bucket === undefined || values.bucket === null ? undefined : Number(values.bucket)
}

/** An empty partition value means null. */
function emptyAsNull(values: Record<string, string | null>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === '' ? null : value]),
  )
}

const rowCount = z.object({ numRecords: z.number() })

/** Rows a file holds, deleted ones included, as its statistics say; null when they do not. */
export function rowCountOf(stats: string | null | undefined): number | null {
  if (!stats) return null
  const parsed = rowCount.safeParse(JSON.parse(stats))
  return parsed.success ? parsed.data.numRecords : null
}
