import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sql } from 'kysely'
import { sha256 } from '../../core/hash.ts'
import type { Session } from '../engine/engine.ts'
import { ownName } from '../engine/spill.ts'
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
  const folder = inTable(place, `_staging/${ownName('deleted')}`)
  const source = place.store.localPath(`${folder}/positions.csv`)
  const target = place.store.localPath(`${folder}/positions.parquet`)
  await mkdir(dirname(source), { recursive: true })
  try {
    await writeFile(source, linesOf(entries))
    await session.exec(
      sql`COPY (FROM read_csv(${sql.lit(source)}, header = false, auto_detect = false, delim = ',',
            columns = {"file": 'INTEGER', "row": 'BIGINT'})) TO ${sql.lit(target)} (FORMAT parquet, COMPRESSION zstd)`,
    )
    await place.store.adopt(target, inTable(place, path))
  } finally {
    await place.store.remove(folder)
  }
  return path
}

function* linesOf(entries: PositionEntry[]): Generator<string> {
  for (const [number, entry] of entries.entries()) {
    const lines: string[] = []
    for (const position of positionsOf(entry.rows())) lines.push(`${number},${position}\n`)
    yield lines.join('')
  }
}
