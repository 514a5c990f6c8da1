import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { catalogue } from '../../catalog/catalogue.ts'
import { datasetOf, foundationOf } from '../../catalog/lookup.ts'
import type { Platform } from '../../pipelines/platform.ts'
import { createDatasetTables } from '../../pipelines/stages/ingest/tables.ts'
import { bucketOf } from '../../warehouse/engine/bucket.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import { batchOf, rowsOf } from './rows.ts'

/** Writes the logs of every register of a foundation, as if each had sent one extract. Gives their rows. */
export async function writeLogs(platform: Platform, foundationId: string, subjects: number): Promise<number> {
  const foundation = foundationOf(catalogue, foundationId)
  let rows = 0
  for (const id of foundation.datasets) {
    const dataset = datasetOf(catalogue, id)
    await createDatasetTables(platform, dataset)
    rows += await append(platform, id, 1, rowsOf(dataset, subjects))
  }
  return rows
}

/** Appends new states of every `step`-th subject to the first register: the batch of an increment. */
export async function writeBatch(
  platform: Platform,
  foundationId: string,
  { subjects, step, extract }: { subjects: number; step: number; extract: number },
): Promise<number> {
  const [first = ''] = foundationOf(catalogue, foundationId).datasets
  const rows = batchOf(datasetOf(catalogue, first), subjects, step)
  const later = sql`(select * replace (_from + to_days(${sql.lit(extract - 1)}) as _from) from ${rows})`
  return append(platform, first, extract, later)
}

async function append(platform: Platform, id: string, extract: number, rows: Relation): Promise<number> {
  const dataset = datasetOf(catalogue, id)
  const { buckets } = foundationOf(catalogue, dataset.foundation ?? '')
  const table = platform.lake.table(`std/${id}`)
  const query = sql`select *, ${sql.lit(extract)} as _extract, ${bucketOf(sql.id(dataset.key), buckets)} as bucket from ${rows}`
  const name = `ingest-${String(extract).padStart(6, '0')}`
  const add = await table.stage(platform.engine, query, { name, partitionBy: 'bucket' })
  const { version } = await table.snapshot()
  await table.commit({
    add,
    readVersion: version,
    txn: { app: 'ingest', version: extract },
    operation: 'APPEND',
  })
  return add.reduce((sum, file) => sum + file.rows, 0)
}

/** The rows of a data folder's registers as a script reads them: undefined of one without rows. */
export function registersWith(data: string): (dataset: string) => string | undefined {
  return (dataset) => {
    const folder = join(data, 'lake', 'std', dataset)
    const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []
    if (!files.some((file) => !file.startsWith('_') && file.endsWith('.parquet'))) return undefined
    return `read_parquet('${folder}/**/*.parquet', hive_partitioning = true)`
  }
}
