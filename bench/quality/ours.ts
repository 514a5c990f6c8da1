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
import { outputOf, report, Stopwatch } from '../contestant.ts'
import { registerOf } from './register.ts'
import { asOf, employersOf } from './rows.ts'

/** The platform's own way from raw to quarantine, history and std, on the Parquet that every side reads. */
const [root = '', bad = '0.01', memory = '3GB'] = process.argv.slice(2)
const out = join(root, 'ours')
await rm(out, { recursive: true, force: true })
const { catalogue, dataset } = registerOf()
const engine = await openEngine({ tempDirectory: join(out, 'spill'), memoryLimit: memory })
const lake = await openLake({ root: join(out, 'lake'), engine, clock: systemClock })
await createDatasetTables({ lake, catalogue, engine }, dataset)
const raw = sql`read_parquet(${sql.lit(join(root, `raw-${bad}.parquet`))})`
const watch = new Stopwatch()
const judged = await watch.time('judge', () =>
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
await watch.time('quarantine', () =>
  lake
    .table(`quarantine/${dataset.id}`)
    .appendOnce(engine, sql`select * from ${judged.quarantined} order by _line`, once('QUARANTINE')),
)
await watch.time('history', () =>
  lake.table('quality/history').appendOnce(engine, judged.history, once('SCORE')),
)
const std = lake.table(`std/${dataset.id}`)
await watch.time('std', async () => {
  const rows = deltaRows({ dataset, accepted: judged.accepted, asOf })
  const add = await stageRows({ catalogue }, engine, std, dataset, rows, { name: 'ingest-000001' })
  const { version } = await std.snapshot()
  await std.commit({ add, readVersion: version, txn: { app: 'ingest', version: 1 }, operation: 'MERGE' })
})
const read = async (table: string) => lake.table(table).select(await lake.table(table).snapshot())
const [failing, history] = [await read(`quarantine/${dataset.id}`), await read('quality/history')]
const own = sql.lit(dataset.id.length + 2)
const fields = sql.join(dataset.fields.map(({ id }) => sql.id(id)))
const counted = await engine.rows<{ rule: string; failed: number }>(
  sql`select substr(rule, ${own}) as rule, sum(failed)::double as failed from ${history} group by 1`,
)
await report(
  watch,
  async () => ({
    failing: await outputOf(
      engine,
      sql`(select _line, rejected, list_sort(list_transform(violations, lambda each: substr(each.rule, ${own}))) as violations, raw from ${failing})`,
    ),
    counts: await outputOf(
      engine,
      sql`(select division, substr(rule, ${own}) as rule, failed from ${history} where failed > 0)`,
    ),
    accepted: await outputOf(engine, sql`(select _line, ${fields} from ${await read(`std/${dataset.id}`)})`),
  }),
  Object.fromEntries(counted.map(({ rule, failed }) => [rule, failed])),
)
await judged.dispose()
engine.close()
