import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sql } from 'kysely'
import { ShuyuanError } from '../../core/errors.ts'
import { sha256 } from '../../core/hash.ts'
import { ownName } from '../../core/process.ts'
import type { Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import { positionsOf, type RowSet } from './deletion_vector/row_set.ts'
import { inTable, type Place } from './log.ts'

/** Where positions of rows are kept for the engine. A cache: what is in it can be made again from the log. */
const FOLDER = '_deleted/'

/** Rows of one data file. */
export interface PositionEntry {
  /** Says which rows of which file; the same rows whenever it is the same. */
  id: string
  rows(): RowSet
}

/** Path in the table of the file that holds the positions of the entries. */
export const positionPath = (ids: string[]) => `${FOLDER}${sha256(ids.join('\n')).slice(0, 32)}.parquet`

/**
 * The path in the table of a Parquet file with the positions of the entries: `file` is the entry's place in the
 * list, `row` the position. Written when it is missing, whole or not at all, so that processes may race.
 */
export async function ensurePositions(
  place: Place,
  session: Session,
  entries: PositionEntry[],
): Promise<string> {
  const path = positionPath(entries.map((entry) => entry.id))
  if (await place.store.stat(inTable(place, path))) return path
  await withLines(place, entries, async (lines, folder) => {
    const target = place.store.localPath(`${folder}/positions.parquet`)
    await session.exec(sql`COPY (FROM ${lines}) TO ${sql.lit(target)} (FORMAT parquet, COMPRESSION zstd)`)
    await place.store.adopt(target, inTable(place, path))
  })
  return path
}

/** Whether the file of the entries' positions, which is there, holds these and no others. */
export async function hasPositions(
  place: Place,
  session: Session,
  entries: PositionEntry[],
): Promise<boolean> {
  const path = place.store.localPath(inTable(place, positionPath(entries.map((entry) => entry.id))))
  const kept = sql`SELECT "file", "row" FROM read_parquet([${sql.lit(path)}], hive_partitioning = false)`
  try {
    return await withLines(place, entries, async (lines) => {
      const due = sql`SELECT "file", "row" FROM ${lines}`
      const [odd] = await session.rows(
        sql`((${due}) EXCEPT ALL (${kept})) UNION ALL ((${kept}) EXCEPT ALL (${due})) LIMIT 1`,
      )
      return odd === undefined
    })
  } catch (error) {
    if (error instanceof ShuyuanError && error.code.startsWith('engine.')) return false
    throw error
  }
}

/** Runs `use` with the positions as a relation, and the folder that goes afterwards. */
async function withLines<T>(
  place: Place,
  entries: PositionEntry[],
  use: (lines: Relation, folder: string) => Promise<T>,
): Promise<T> {
  const folder = inTable(place, `_staging/${ownName('deleted')}`)
  const source = place.store.localPath(`${folder}/positions.csv`)
  await mkdir(dirname(source), { recursive: true })
  try {
    await writeFile(source, linesOf(entries))
    const lines = sql`read_csv(${sql.lit(source)}, header = false, auto_detect = false, delim = ',',
      columns = {"file": 'INTEGER', "row": 'BIGINT'})`
    return await use(lines, folder)
  } finally {
    await place.store.remove(folder)
  }
}

function* linesOf(entries: PositionEntry[]): Generator<string> {
  for (const [number, entry] of entries.entries()) {
    const lines: string[] = []
    for (const position of positionsOf(entry.rows())) lines.push(`${number},${position}\n`)
    yield lines.join('')
  }
}
