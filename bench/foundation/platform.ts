import { sql } from 'kysely'
import { open } from '../../apps/cli/wiring.ts'
import { catalogue } from '../../catalog/catalogue.ts'
import { datasetOf, foundationOf } from '../../catalog/lookup.ts'
import { readSettings } from '../../core/settings.ts'
import { buildStage } from '../../pipelines/stages/build.ts'
import { bucketOf } from '../../warehouse/engine/bucket.ts'
import { report, type StageTime } from '../measure.ts'
import { batchOf } from './rows.ts'

/** The platform's build of a foundation from its logs; then increments of a thousandth, a hundredth, a tenth. */
const [data = '', foundationId = 'person', subjects = '100000', memory = '3GB'] = process.argv.slice(2)
const opened = await open({ ...readSettings({}), dataRoot: data, memoryLimit: memory })
const { platform } = opened
const foundation = foundationOf(catalogue, foundationId)
const times: StageTime[] = []
const built = async (stage: string) => {
  const from = performance.now()
  const { counts } = await buildStage(platform, foundationId, null)
  times.push({ stage, seconds: (performance.now() - from) / 1000, rows: counts.golden ?? 0 })
}
await built('full')
const [first = ''] = foundation.datasets
const dataset = datasetOf(catalogue, first)
for (const [at, step] of [1000, 100, 10].entries()) {
  const table = platform.lake.table(`std/${dataset.id}`)
  const rows = sql`select * replace (_from + to_days(${sql.lit(at + 1)}) as _from), ${sql.lit(at + 2)} as _extract,
    ${bucketOf(sql.id(dataset.key), foundation.buckets)} as bucket from ${batchOf(dataset, Number(subjects), step)}`
  const add = await table.stage(platform.engine, rows, {
    name: `ingest-00000${at + 2}`,
    partitionBy: 'bucket',
  })
  const { version } = await table.snapshot()
  await table.commit({
    add,
    readVersion: version,
    txn: { app: 'ingest', version: at + 2 },
    operation: 'APPEND',
  })
  await built(`${100 / step} %`)
}
await opened.close()
report(times)
