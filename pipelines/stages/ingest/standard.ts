import { type RawBuilder, sql } from 'kysely'
import type { Dataset } from '../../../catalog/dataset.ts'
import { foundationOf } from '../../../catalog/lookup.ts'
import { bucketOf } from '../../../warehouse/engine/bucket.ts'
import type { Session } from '../../../warehouse/engine/engine.ts'
import { carryOver } from '../../../warehouse/resolve/index.ts'
import type { Platform } from '../../platform.ts'
import { extractFile } from './append_once.ts'
import { mentionedKeys } from './quarantine.ts'

export interface AcceptedExtract {
  dataset: Dataset
  seq: number
  mode: 'full' | 'delta'
  asOf: Date
  accepted: RawBuilder<unknown>
  quarantined: RawBuilder<unknown>
}

/**
 * Commits the accepted rows of an extract to std/<dataset>: a full dump replaces the live rows, except
 * those it only mentions in rejected rows or that changed after it was taken; a delta adds to them.
 */
export async function commitStandard(
  platform: Platform,
  session: Session,
  extract: AcceptedExtract,
): Promise<number> {
  const { dataset, seq, mode } = extract
  const table = platform.lake.table(`std/${dataset.id}`)
  const snapshot = await table.snapshot()
  if ((snapshot.txns.get('ingest') ?? 0) >= seq) return snapshot.version
  const replaced = mode === 'full' ? snapshot.files : []
  const rows =
    replaced.length === 0
      ? sql`select * from ${extract.accepted}`
      : sql`select * from ${extract.accepted} union all by name select * from ${keptRows(extract, table.select(snapshot))}`
  const buckets = foundationOf(platform.catalogue, dataset.foundation).buckets
  const bucketed = sql`select *, ${bucketOf(sql`${sql.id(dataset.key)}`, buckets)} as bucket from (${rows})`
  const add = await table.stage(session, bucketed, {
    name: extractFile('ingest', seq),
    partitionBy: 'bucket',
  })
  return table.commit({
    add,
    remove: replaced,
    readVersion: snapshot.version,
    txn: { app: 'ingest', version: seq },
    operation: mode === 'full' ? 'REPLACE' : 'APPEND',
  })
}

function keptRows(extract: AcceptedExtract, live: RawBuilder<unknown>): RawBuilder<unknown> {
  const kept = carryOver({
    dataset: extract.dataset,
    oldStd: live,
    accepted: extract.accepted,
    quarantinedKeys: mentionedKeys(extract.quarantined),
    asOf: extract.asOf,
  })
  return sql`(select * exclude (bucket) from ${kept})`
}
