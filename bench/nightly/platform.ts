import { join } from 'node:path'
import { sql } from 'kysely'
import { catalogue } from '../../catalog/catalogue.ts'
import { columnOf, elementsOf, foundationOf } from '../../catalog/lookup.ts'
import type { Output } from '../benchmark.ts'
import { outputOf, report, Stopwatch } from '../contestant.ts'
import { openPlatform } from '../platform.ts'
import { processorTime } from '../processor.ts'
import { runNight } from './night.ts'
import { fieldsOf, foundationsOf, registersOf, rowRulesOf } from './registers.ts'

/** The night by the platform: one run, and what it costs to start this process, as dbt has to be started, too. */
const [root = '', count = '', memory = '3GB'] = process.argv.slice(2)
const data = join(root, 'data')
const registers = registersOf(Number(count))
const watch = new Stopwatch()
watch.stages.push({ stage: 'start', processor: processorTime(), clock: process.uptime() })
await watch.time('run', () => runNight(data, memory, registers))
const { platform, close } = await openPlatform(data, memory)
const { engine, lake } = platform
await report(watch, async () => {
  const outputs: Record<string, Output> = {}
  const of = async (table: string) => lake.table(table).select(await lake.table(table).snapshot())
  const history = await of('quality/history')
  for (const dataset of registers) {
    const { id } = dataset
    const fields = sql.join(fieldsOf(dataset).map((field) => sql.id(field)))
    const std = await of(`std/${id}`)
    outputs[`std/${id}`] = await outputOf(
      engine,
      sql`(select _line, ${fields} from ${std} where _extract = (select max(_extract) from ${await of(`raw/${id}`)}))`,
    )
    const names = sql.join(rowRulesOf(dataset).map((rule) => sql.lit(rule.id)))
    outputs[`history/${id}`] = await outputOf(
      engine,
      sql`(select rule, sum(checked)::bigint as checked, sum(failed)::bigint as failed from ${history}
        where rule in (${names}) and dataset = ${sql.lit(id)} and _extract = (select max(_extract) from ${await of(`raw/${id}`)})
        group by rule)`,
    )
  }
  for (const id of foundationsOf(registers)) {
    const { key, keyElement } = foundationOf(catalogue, id)
    const columns = elementsOf(catalogue, id).filter((element) => element.id !== keyElement)
    const names = sql.join(
      [key, ...columns.map((element) => columnOf(element.id))].map((name) => sql.id(name)),
    )
    outputs[`base/${id}`] = await outputOf(
      engine,
      sql`(select ${names}, record_status from ${await of(`base/${id}`)})`,
    )
  }
  return outputs
})
await close()
