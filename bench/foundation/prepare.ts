import { sql } from 'kysely'
import { open } from '../../apps/cli/wiring.ts'
import { catalogue } from '../../catalog/catalogue.ts'
import { datasetOf, foundationOf } from '../../catalog/lookup.ts'
import { readSettings } from '../../core/settings.ts'
import { createDatasetTables } from '../../pipelines/stages/ingest/tables.ts'
import { bucketOf } from '../../warehouse/engine/bucket.ts'
import { report } from '../measure.ts'
import { rowsOf } from './rows.ts'

/** Writes the logs of every register of a foundation: what both contestants read. */
const [data = '', foundationId = 'person', subjects = '100000', memory = '6GB'] = process.argv.slice(2)
const opened = await open({ ...readSettings({}), dataRoot: data, memoryLimit: memory })
const { platform } = opened
const foundation = foundationOf(catalogue, foundationId)
let rows = 0
for (const id of foundation.datasets) {
  const dataset = datasetOf(catalogue, id)
  await createDatasetTables(platform, dataset)
  const table = platform.lake.table(`std/${id}`)
  const key = sql.id(dataset.key)
  const query = sql`select *, 1 as _extract, ${bucketOf(key, foundation.buckets)} as bucket from ${rowsOf(dataset, Number(subjects))}`
  const add = await table.stage(platform.engine, query, { name: 'ingest-000001', partitionBy: 'bucket' })
  rows += add.reduce((sum, file) => sum + file.rows, 0)
  const { version } = await table.snapshot()
  await table.commit({ add, readVersion: version, txn: { app: 'ingest', version: 1 }, operation: 'APPEND' })
}
await opened.close()
report([{ stage: 'prepare', seconds: 0, rows }])
