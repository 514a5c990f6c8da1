import { sql } from 'kysely'
import type { Expression } from './relation.ts'

/**
 * The bucket (0 … count − 1) of a record: bytes 8 to 15 of the MD5 of its key, as a little-endian unsigned
 * number, modulo `count`. The same in every process, version and engine that has MD5. NULL for a NULL key.
 */
export function bucketOf(key: Expression, count: number): Expression<number> {
  return sql<number>`CAST(md5_number_lower(${key}) % ${sql.lit(bucketCount(count))} AS INTEGER)`
}

function bucketCount(count: number): number {
  if (!Number.isInteger(count) || count < 1 || count > 65_536) {
    throw new RangeError(`a bucket count is an integer from 1 to 65536, not ${count}`)
  }
  return count
}
