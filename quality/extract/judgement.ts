import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { everyRow, type Relation, rowsTogether } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import type { Lake } from '../../warehouse/lake/types.ts'

/** Writes the failing rows of an extract to quarantine/<dataset>, once. */
export async function storeFailingRows(
  lake: Lake,
  session: Session,
  dataset: Dataset,
  seq: number,
  rows: Relation,
): Promise<void> {
  const once = { app: 'ingest', version: seq, operation: 'QUARANTINE' }
  const table = lake.table(`quarantine/${dataset.id}`)
  await table.appendOnce(session, sql`select * from ${rows} order by _line`, once)
}

/** Writes what rules counted of an extract to quality/history, once. */
export async function storeHistory(
  lake: Lake,
  session: Session,
  dataset: Dataset,
  seq: number,
  parts: Relation[],
): Promise<void> {
  const once = { app: dataset.id, version: seq, operation: 'SCORE' }
  await lake.table('quality/history').appendOnce(session, everyRow(rowsTogether(parts)), once)
}
