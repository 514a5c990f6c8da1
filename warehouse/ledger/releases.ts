import type { Selectable } from 'kysely'
import { countsSchema, fromJson, toJson, versionsSchema } from './json.ts'
import { inLockedTransaction } from './locks.ts'
import type { LedgerDb } from './open.ts'
import type { ReleasesTable } from './schema.ts'

/** The table versions of a foundation that were published together, and what they were built from. */
export type Release = Omit<Selectable<ReleasesTable>, 'tables' | 'inputs' | 'counts'> & {
  /** Lake table → version. */
  tables: Record<string, number>
  /** Dataset → version of its std table; marks/<foundation> → its version. */
  inputs: Record<string, number>
  counts: Record<string, number>
}

export interface NewRelease {
  foundation: string
  tables: Record<string, number>
  inputs: Record<string, number>
  runId?: number | null
  counts: Record<string, number>
  createdAt: Date
}

/**
 * Publishes: gives the foundation its next release. A run publishes a foundation once: doing it again (after a
 * crash) gives the release that it made.
 */
export function nextRelease(db: LedgerDb, release: NewRelease): Promise<Release> {
  return inLockedTransaction(db, 'releases', release.foundation, async (tx) => {
    const made = release.runId ? await releaseOfRun(tx, release.foundation, release.runId) : undefined
    if (made) return made
    const last = await latestRelease(tx, release.foundation)
    const row = await tx
      .insertInto('releases')
      .values({
        foundation: release.foundation,
        number: (last?.number ?? 0) + 1,
        tables: toJson(release.tables),
        inputs: toJson(release.inputs),
        runId: release.runId ?? null,
        counts: toJson(release.counts),
        createdAt: release.createdAt,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    return fromRow(row)
  })
}

/** What is published now; `undefined` before the first release. */
export async function latestRelease(db: LedgerDb, foundation: string): Promise<Release | undefined> {
  const row = await releasesTable(db, foundation).orderBy('number', 'desc').limit(1).executeTakeFirst()
  return row && fromRow(row)
}

/** One release by its number. */
export async function findRelease(
  db: LedgerDb,
  foundation: string,
  number: number,
): Promise<Release | undefined> {
  const row = await releasesTable(db, foundation).where('number', '=', number).executeTakeFirst()
  return row && fromRow(row)
}

/** A foundation's releases, newest first. */
export async function listReleases(db: LedgerDb, foundation: string, limit = 100): Promise<Release[]> {
  const rows = await releasesTable(db, foundation).orderBy('number', 'desc').limit(limit).execute()
  return rows.map(fromRow)
}

async function releaseOfRun(db: LedgerDb, foundation: string, runId: number): Promise<Release | undefined> {
  const row = await releasesTable(db, foundation).where('runId', '=', runId).executeTakeFirst()
  return row && fromRow(row)
}

const releasesTable = (db: LedgerDb, foundation: string) =>
  db.selectFrom('releases').selectAll().where('foundation', '=', foundation)

function fromRow(row: Selectable<ReleasesTable>): Release {
  const place = (column: string) => ({ table: 'releases', record: `${row.foundation} ${row.number}`, column })
  return {
    ...row,
    tables: fromJson(versionsSchema, row.tables, place('tables')),
    inputs: fromJson(versionsSchema, row.inputs, place('inputs')),
    counts: fromJson(countsSchema, row.counts, place('counts')),
  }
}
