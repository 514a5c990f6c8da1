import { sql } from 'kysely'
import { z } from 'zod'
import { ShuyuanError } from '../../core/errors.ts'
import type { Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import { rowCountOf } from './actions.ts'
import { deletedOf } from './deleted.ts'
import { vectorOf } from './deletion_vector/descriptor.ts'
import { lastOf, type RowSet, sizeOf, union } from './deletion_vector/row_set.ts'
import type { Place } from './log.ts'
import { checkName } from './stage.ts'
import type { DataFile, Snapshot, StagedDelete } from './types.ts'

/** The deletions that end the rows named by `_file` and `_row`; see `LakeTable.stageDeletes`. */
export async function stageDeletes(
  place: Place,
  session: Session,
  snapshot: Snapshot,
  rows: Relation,
  options: { name: string },
): Promise<StagedDelete[]> {
  checkName(options.name)
  const { table } = place
  if (!snapshot.deletionVectors) throw new ShuyuanError('lake.deletion_vectors_off', { table })
  const unknown = (file: string) =>
    new ShuyuanError('lake.row_unknown', { table, file, version: snapshot.version })
  const sets = await rowSets(session, rows, unknown)
  const files = new Map(snapshot.files.map((file) => [file.path, file]))
  return [...sets].flatMap(([path, set]) => {
    const file = files.get(path)
    if (!file || lastOf(set) >= (rowCountOf(file.stats) ?? 0)) throw unknown(path)
    return stagedDelete(place, file, set)
  })
}

function stagedDelete(place: Place, file: DataFile, set: RowSet): StagedDelete[] {
  const before = deletedOf(place, file)
  const all = before.size === 0 ? set : union(before, set)
  const rows = sizeOf(all) - sizeOf(before)
  if (rows === 0) return []
  return [{ file, rows, deletionVector: rows === file.rows ? null : vectorOf(all) }]
}

const chunkRow = z.object({
  file: z.string().nullable(),
  chunk: z.bigint().nullable(),
  bits: z.instanceof(Uint8Array).nullable(),
})

/** The rows by file: the engine makes the bitmaps, so that positions never become JavaScript values. */
async function rowSets(
  session: Session,
  rows: Relation,
  unknown: (file: string) => ShuyuanError,
): Promise<Map<string, RowSet>> {
  const chunks = sql`SELECT CAST(_file AS VARCHAR) AS "file", CAST(_row AS BIGINT) >> 16 AS chunk,
    CAST(bitstring_agg(CAST(CAST(_row AS BIGINT) & 65535 AS INTEGER), 0, 65535) AS BLOB) AS bits
    FROM (${rows}) GROUP BY ALL ORDER BY ALL`
  const sets = new Map<string, Map<number, Uint8Array>>()
  for await (const part of session.stream(chunks)) {
    for (const entry of part) {
      const { file, chunk, bits } = chunkRow.parse(entry)
      if (file === null || chunk === null || chunk < 0n || bits === null) throw unknown(file ?? '')
      const set = sets.get(file) ?? new Map<number, Uint8Array>()
      sets.set(file, set.set(Number(chunk), mirrored(bits)))
    }
  }
  return sets
}

/** DuckDB's first bit is the highest of a byte, Roaring's the lowest. */
function mirrored(bits: Uint8Array): Uint8Array {
  return Uint8Array.from(bits, (byte) => MIRRORED[byte] ?? 0)
}

const MIRRORED = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number.parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2),
)
