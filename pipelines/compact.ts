import { ITEMS, STEP } from '../governance/objections/rows/items.ts'
import { profileTable } from '../quality/extract/profiles.ts'
import type { LakeTable } from '../warehouse/lake/types.ts'
import { withLock } from '../warehouse/ledger/locks.ts'
import type { Platform } from './platform.ts'
import { stageId } from './stage.ts'

/** What the compaction of the lake did: tables of which files were merged, the files, and those in their place. */
export interface CompactedLake {
  tables: number
  merged: number
  into: number
}

/** Merges the small files that extracts leave, table by table; nobody brings extracts to a register meanwhile. */
export async function compactLake(platform: Platform): Promise<CompactedLake> {
  const { catalogue, ledger, lake, progress } = platform
  const done: CompactedLake = { tables: 0, merged: 0, into: 0 }
  const compact = async (table: LakeTable, column?: string) => {
    if (!(await table.exists())) return
    const { merged, into } = await platform.engine.withSession((session) =>
      table.compact(session, column === undefined ? {} : { column }),
    )
    if (merged > 0) done.tables += 1
    done.merged += merged
    done.into += into
  }
  const { datasets } = catalogue
  for (const [at, { id }] of datasets.entries()) {
    progress({ stage: 'maintain.all', what: 'progress.datasets', done: at, total: datasets.length })
    await withLock(ledger.db, `stage:${stageId('ingest', id)}`, async () => {
      for (const layer of ['raw', 'std', 'quarantine']) await compact(lake.table(`${layer}/${id}`))
    })
  }
  for (const name of ['quality/history', profileTable]) await compact(lake.table(name))
  await compact(lake.table(ITEMS), STEP)
  return done
}
