import { type RawBuilder, sql } from 'kysely'
import type { Dataset } from '../../../catalog/dataset.ts'
import { foundationOf } from '../../../catalog/lookup.ts'
import { bucketOf } from '../../../warehouse/engine/bucket.ts'
import type { Session } from '../../../warehouse/engine/engine.ts'
import { deltaRows, dumpRows, TemporaryTables } from '../../../warehouse/resolve/index.ts'
import type { Platform } from '../../platform.ts'
import { extractFile } from './append_once.ts'
import { type Ends, endsOf } from './ends/index.ts'

export interface AcceptedExtract {
  dataset: Dataset
  seq: number
  mode: 'full' | 'delta'
  asOf: Date
  accepted: RawBuilder<unknown>
  quarantined: RawBuilder<unknown>
  /** The override that lets a held extract pass: it may come after later ones. */
  override?: number | undefined
}

/**
 * Appends an extract to the log std/<dataset>, once: a delta's accepted rows, or what a full dump changes against the
 * live state (see `dumpRows`). The first dump is all new. Tells for which records the dump's lines leave a doubt.
 */
export async function commitStandard(
  platform: Pick<Platform, 'lake' | 'catalogue'>,
  session: Session,
  extract: AcceptedExtract,
): Promise<Ends['doubt']> {
  const { dataset, seq, mode, override } = extract
  const txn =
    override === undefined ? { app: 'ingest', version: seq } : { app: 'override', version: override }
  const table = platform.lake.table(`std/${dataset.id}`)
  const snapshot = await table.snapshot()
  const compared = mode === 'full' && snapshot.files.length > 0
  const std = sql`(select * from ${table.select(snapshot)} where _extract <> ${sql.lit(seq)})`
  const tables = new TemporaryTables(session, 'ends')
  try {
    const ends = compared ? await endsOf(platform, session, tables, { ...extract, std }) : undefined
    if ((snapshot.txns.get(txn.app) ?? 0) >= txn.version) return ends?.doubt
    const rows = ends ? dumpRows({ ...extract, std, mentioned: ends.mentioned }) : deltaRows(extract)
    const buckets = foundationOf(platform.catalogue, dataset.foundation).buckets
    const bucketed = sql`select *, ${bucketOf(sql`${sql.id(dataset.key)}`, buckets)} as bucket from ${rows}`
    const add = await table.stage(session, bucketed, {
      name: extractFile(txn.app, txn.version),
      partitionBy: 'bucket',
    })
    await table.commit({
      add,
      // What a dump appends depends on what was read, so that it may not race with another writer.
      ...(compared ? { remove: [] } : {}),
      readVersion: snapshot.version,
      txn,
      operation: mode === 'full' ? 'MERGE' : 'APPEND',
    })
    return ends?.doubt
  } finally {
    await tables.drop()
  }
}
