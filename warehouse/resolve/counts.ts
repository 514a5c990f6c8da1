import { type RawBuilder, sql } from 'kysely'
import type { Session } from '../engine/engine.ts'
import type { Resolution } from './model.ts'
import { joined } from './winners.ts'

/** What one bucket's build read and made, in rows. */
export interface BucketCounts {
  golden: number
  conflicts: number
  /** Per dataset: live std rows read, and keys with a record after the latest row per key was taken. */
  datasets: Record<string, { rows: number; records: number }>
}

/** Counts rows of the joined records, of the conflicts and of what was read. */
export async function countsIn(
  session: Session,
  resolution: Resolution,
  tables: {
    records: RawBuilder<unknown>
    conflicts: RawBuilder<unknown>
    std: Record<string, RawBuilder<unknown>>
  },
): Promise<BucketCounts> {
  const perDataset = resolution.datasets.flatMap((dataset) => {
    const std = tables.std[dataset.id]
    const read = std ? sql`(select count(*) from ${std})` : sql`0`
    return [
      sql`${read}::double as ${joined(dataset, 'rows')}`,
      sql`count(${joined(dataset, '_extract')})::double as ${joined(dataset, 'records')}`,
    ]
  })
  const [row = {}] = await session.rows<Record<string, number>>(sql`select count(*)::double as golden,
    (select count(*) from ${tables.conflicts})::double as conflicts, ${sql.join(perDataset)} from ${tables.records}`)
  const datasets = resolution.datasets.map(({ id }) => [
    id,
    { rows: row[`${id}.rows`] ?? 0, records: row[`${id}.records`] ?? 0 },
  ])
  return { golden: row.golden ?? 0, conflicts: row.conflicts ?? 0, datasets: Object.fromEntries(datasets) }
}
