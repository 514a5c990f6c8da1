import { clean } from './json.ts'
import type { LedgerDb } from './open.ts'

/** How a file of a drop folder looked when it was last seen. */
export interface Sighting {
  /** Relative to the drop folder; a number of a person in it is masked, and a keyed hash added. */
  path: string
  dataset: string
  size: number
  mtimeNs: bigint
  /** Set once the file was taken. */
  sha256: string | null
  /** Number of the extract that it became. */
  seq: number | null
  seenAt: Date
}

/** Records how a file looks now, in place of what was known of the same path. */
export async function recordSighting(db: LedgerDb, sighting: Sighting): Promise<void> {
  const { mtimeNs, ...rest } = sighting
  const path = clean(sighting.path)
  const values = { ...rest, path, mtimeNs: String(mtimeNs) }
  await db
    .insertInto('sightings')
    .values(values)
    .onConflict((conflict) => conflict.column('path').doUpdateSet(values))
    .execute()
}

/** What is known of the files of a dataset, by path. */
export async function sightingsOf(db: LedgerDb, dataset: string): Promise<Map<string, Sighting>> {
  const rows = await db
    .selectFrom('sightings')
    .selectAll()
    .where('dataset', '=', dataset)
    .orderBy('path')
    .execute()
  return new Map(rows.map((row) => [row.path, { ...row, mtimeNs: BigInt(row.mtimeNs) }]))
}

/** Forgets paths that are gone. */
export async function forgetSightings(db: LedgerDb, paths: string[]): Promise<void> {
  if (paths.length === 0) return
  await db.deleteFrom('sightings').where('path', 'in', paths).execute()
}
