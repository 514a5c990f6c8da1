import { z } from 'zod'
import { ShuyuanError } from '../../../core/errors.ts'
import { decodeRowSet, encodeRowSet } from './roaring.ts'
import { lastOf, type RowSet, sizeOf } from './row_set.ts'
import { decodeZ85, encodeZ85 } from './z85.ts'

/** A deletion vector as the log holds it (Delta protocol, "Deletion Vector Descriptor Schema"). */
export const deletionVector = z.object({
  /** `i` inline; `u` and `p` in a file, which this program does not read. */
  storageType: z.string(),
  pathOrInlineDv: z.string(),
  offset: z.coerce.number().nullish(),
  /** Bytes before they became text. */
  sizeInBytes: z.coerce.number(),
  /** Rows it deletes. */
  cardinality: z.coerce.number(),
})

export type DeletionVector = z.infer<typeof deletionVector>

/** What tells a vector from others of the same file; empty where there is none. */
export function vectorId(vector: DeletionVector | null | undefined): string {
  if (!vector) return ''
  const { storageType, pathOrInlineDv, offset } = vector
  return storageType + pathOrInlineDv + (offset === null || offset === undefined ? '' : `@${offset}`)
}

/** The vector as a commit holds it, where an absent offset is left out; in checkpoints it is null. */
export function withoutNull({ offset, ...vector }: DeletionVector): DeletionVector {
  return offset === null || offset === undefined ? vector : { ...vector, offset }
}

/** The inline vector that deletes the rows. */
export function vectorOf(rows: RowSet): DeletionVector {
  const bytes = encodeRowSet(rows)
  return {
    storageType: 'i',
    pathOrInlineDv: encodeZ85(bytes),
    sizeInBytes: bytes.length,
    cardinality: sizeOf(rows),
  }
}

/**
 * The rows of `file` that the vector deletes; none without a vector. `lake.deletion_vector_stored` when it lies
 * in a file, `lake.deletion_vector_damaged` when it is not readable or does not fit the file's `rows`.
 */
export function deletedRows(
  of: { table: string; file: string; rows: number },
  vector: DeletionVector | null | undefined,
): RowSet {
  if (!vector) return new Map()
  const { table, file } = of
  if (vector.storageType !== 'i') {
    throw new ShuyuanError('lake.deletion_vector_stored', { table, file, storage: vector.storageType })
  }
  const bytes = decodeZ85(vector.pathOrInlineDv, vector.sizeInBytes)
  const rows = bytes && decodeRowSet(bytes)
  if (!rows || sizeOf(rows) !== vector.cardinality || lastOf(rows) >= of.rows) {
    throw new ShuyuanError('lake.deletion_vector_damaged', { table, file })
  }
  return rows
}
