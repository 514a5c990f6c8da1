import { type RawBuilder, sql } from 'kysely'
import type { Dataset } from '../../../catalog/dataset.ts'
import { foundationOf } from '../../../catalog/lookup.ts'
import { bucketOf } from '../../../warehouse/engine/bucket.ts'
import type { Session } from '../../../warehouse/engine/engine.ts'
import type { LakeTable, StagedFile } from '../../../warehouse/lake/index.ts'
import type { Platform } from '../../platform.ts'

/**
 * Appends the rows of extract `seq` to `table`, once: a second call for the same extract leaves the table
 * alone, so that a stage killed between its commits can start over.
 */
export async function appendOnce(
  session: Session,
  table: LakeTable,
  rows: RawBuilder<unknown>,
  { app, seq, operation }: { app: string; seq: number; operation: string },
): Promise<number> {
  const snapshot = await table.snapshot()
  if ((snapshot.txns.get(app) ?? 0) >= seq) return snapshot.version
  const add = await table.stage(session, rows, { name: extractFile(app, seq) })
  return table.commit({ add, readVersion: snapshot.version, txn: { app, version: seq }, operation })
}

/** The file stem of an extract's part of a table. */
export function extractFile(app: string, seq: number): string {
  return `${app}-${String(seq).padStart(6, '0')}`
}

/** Writes rows of std/<dataset> to files that no version holds yet. */
export function stageRows(
  platform: Pick<Platform, 'catalogue'>,
  session: Session,
  table: LakeTable,
  dataset: Dataset,
  rows: RawBuilder<unknown>,
  options: { name: string; orderBy?: RawBuilder<unknown> },
): Promise<StagedFile[]> {
  const { buckets } = foundationOf(platform.catalogue, dataset.foundation)
  const bucketed = sql`select *, ${bucketOf(sql`${sql.id(dataset.key)}`, buckets)} as bucket from ${rows}`
  return table.stage(session, bucketed, { ...options, partitionBy: 'bucket' })
}
