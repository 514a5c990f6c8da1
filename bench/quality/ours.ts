import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { systemClock } from '../../core/clock.ts'
import { createDatasetTables } from '../../pipelines/stages/ingest/tables.ts'
import { judge } from '../../quality/judge.ts'
import { openEngine } from '../../warehouse/engine/engine.ts'
import { openLake } from '../../warehouse/lake/lake.ts'
import { deltaRows } from '../../warehouse/resolve/log.ts'
import { stageRows } from '../../warehouse/resolve/standard_rows.ts'
import { report, type StageTime } from '../measure.ts'
import { registerOf } from './register.ts'
import { asOf, employersOf } from './rows.ts'

/** The platform's own way from raw to quarantine, history and std, on the Parquet that every contestant reads. */
const [root = '', bad = '0.01', memory = '3GB'] = process.argv.slice(2)
const out = join(root, 'ours')
await rm(out, { recursive: true, force: true })
const { catalogue, dataset } = registerOf()
const engine = await openEngine({ tempDirectory: join(out, 'spill'), memoryLimit: memory })
const lake = await openLake({ root: join(out, 'lake'), engine, clock: systemClock })
await createDatasetTables({ lake, catalogue, engine }, dataset)
const raw = sql`read_parquet(${sql.lit(join(root, `raw-${bad}.parquet`))})`
const times: StageTime[] = []
const timed = async <T>(stage: string, work: () => Promise<T>): Promise<T> => {
  const [from, cpu] = [performance.now(), process.cpuUsage()]
  const result = await work()
  const used = process.cpuUsage(cpu)
  times.push({ stage, seconds: (performance.now() - from) / 1000, cpu: (used.user + used.system) / 1e6 })
  return result
}
const judged = await timed('judge', () =>
  judge(engine, {
    catalogue,
    dataset,
    raw,
    asOf,
    references: { employers: employersOf(root) },
    mode: 'full',
  }),
)
const once = (operation: string) => ({ app: 'ingest', version: 1, operation })
await timed('quarantine', () =>
  lake
    .table(`quarantine/${dataset.id}`)
    .appendOnce(engine, sql`select * from ${judged.quarantined} order by _line`, once('QUARANTINE')),
)
await timed('history', () => lake.table('quality/history').appendOnce(engine, judged.history, once('SCORE')))
const std = lake.table(`std/${dataset.id}`)
await timed('std', async () => {
  const rows = deltaRows({ dataset, accepted: judged.accepted, asOf })
  const add = await stageRows({ catalogue }, engine, std, dataset, rows, { name: 'ingest-000001' })
  const { version } = await std.snapshot()
  await std.commit({ add, readVersion: version, txn: { app: 'ingest', version: 1 }, operation: 'MERGE' })
})
const [failing] = await engine.rows<{ rows: number }>(
  sql`select count(*)::double as rows from ${lake.table(`quarantine/${dataset.id}`).select(await lake.table(`quarantine/${dataset.id}`).snapshot())}`,
)
await judged.dispose()
engine.close()
times.push({ stage: 'accepted', seconds: 0, rows: judged.counts.accepted })
times.push({ stage: 'failing', seconds: 0, rows: failing?.rows ?? 0 })
report(times)
