import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { foundationOf } from '../../catalog/lookup.ts'
import { bucketOf } from '../engine/bucket.ts'
import type { Expression, Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import type { LakeTable, StagedFile } from '../lake/types.ts'
import type { RegisterLake } from './key_register.ts'

/** Writes rows of std/<dataset> to files that no version holds yet. */
export function stageRows(
  platform: Pick<RegisterLake, 'catalogue'>,
  session: Session,
  table: LakeTable,
  dataset: Dataset,
  rows: Relation,
  options: { name: string; orderBy?: Expression },
): Promise<StagedFile[]> {
  const { buckets } = foundationOf(platform.catalogue, dataset.foundation)
  const bucketed = sql`select *, ${bucketOf(sql`${sql.id(dataset.key)}`, buckets)} as bucket from ${rows}`
  return table.stage(session, bucketed, { ...options, partitionBy: 'bucket' })
}
