import { join } from 'node:path'
import { sql } from 'kysely'
import { buildStage } from '../../pipelines/stages/build.ts'
import { deliverStage } from '../../pipelines/stages/deliver.ts'
import type { Output } from '../benchmark.ts'
import { outputOf, report, Stopwatch } from '../contestant.ts'
import { writeBatch } from '../foundation/logs.ts'
import { openPlatform } from '../platform.ts'
import { cities, columns, requestOf } from './requests.ts'

/** A full package for every city; then, of a release in which a hundredth of the people changed, one of the changes. */
const [data = '', people = '', memory = '3GB'] = process.argv.slice(2)
const { platform, close } = await openPlatform(data, memory, { deliveries: cities.map(requestOf) })
const watch = new Stopwatch()
const deliver = async (stage: string) => {
  let rows = 0
  for (const city of cities) {
    const { counts } = await watch.time(stage, () => deliverStage(platform, requestOf(city).id))
    rows += counts.rows ?? 0
  }
  return rows
}
await deliver('full')
await writeBatch(platform, 'person', { subjects: Number(people), step: 100, extract: 2 })
await buildStage(platform, 'person', null)
const changed = await deliver('changes')
await report(
  watch,
  async () => {
    const outputs: Record<string, Output> = {}
    const names = sql.join(columns.map(({ name }) => sql.id(name)))
    for (const city of cities) {
      const file = join(platform.paths.outbox, city, `${requestOf(city).id}-000001-full`, 'data.parquet')
      outputs[city] = await outputOf(
        platform.engine,
        sql`(select ${names}, _disputed from read_parquet(${sql.lit(file)}))`,
      )
    }
    return outputs
  },
  { changed },
)
await close()
