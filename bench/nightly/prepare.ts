import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { elementOf } from '../../catalog/lookup.ts'
import { dayOf } from '../../core/day.ts'
import { generateProvince } from '../../demo/province.ts'
import type { Platform } from '../../pipelines/platform.ts'
import { inReferenceOrder } from '../../pipelines/stages/ingest/order.ts'
import { report, Stopwatch } from '../contestant.ts'
import { dropInto } from '../person/drop.ts'
import { openPlatform } from '../platform.ts'
import { runNight } from './night.ts'
import { hasGeometry, registersOf, withoutFiles } from './registers.ts'

/** Rows that a register sends in the night. */
const LEAST = 20
const MOST = 2000
const PEOPLE = 1500
const ORGANISATIONS = 600

/**
 * The night before: a small province is taken in by the platform. Then what comes in the night that is measured: of every
 * register one delta in CSV, of rows that it sent before, good and bad, each changed on this day. For the other side,
 * the registers as they stand.
 */
const [root = '', count = '', scale = '1', memory = '3GB'] = process.argv.slice(2)
const data = join(root, 'data')
const registers = registersOf(Number(count))
const day = dayOf(new Date())
const least = (atScale1: number) => Math.max(300, Math.round(atScale1 * Number(scale)))
await generateProvince({
  out: data,
  seed: 1,
  day,
  people: least(PEOPLE),
  organisations: least(ORGANISATIONS),
})
await keepOne(join(data, 'drop'))
await runNight(data, memory, registers)
const { platform, close } = await openPlatform(data, memory)
for (const folder of ['night', 'seed']) await mkdir(join(root, folder), { recursive: true })
for (const dataset of inReferenceOrder(catalogue, registers)) await writeNight(platform, dataset)
await close()
await report(new Stopwatch())

/** Leaves the first extract of every register, and none of those that change keys. */
async function keepOne(drops: string): Promise<void> {
  const seen = new Set(withoutFiles)
  const files = await readdir(drops, { recursive: true })
  const isFull = (file: string) => Number(file.includes('_full_'))
  for (const file of files.toSorted((a, b) => isFull(b) - isFull(a) || (a < b ? -1 : 1))) {
    const [, dataset] = /([a-z_]+)_(?:full|delta)_\d{8}/.exec(file) ?? []
    if (dataset === undefined) continue
    if (seen.has(dataset)) await rm(join(drops, file))
    seen.add(dataset)
  }
}

async function writeNight({ engine, lake }: Platform, dataset: Dataset): Promise<void> {
  const of = async (table: string) => lake.table(table).select(await lake.table(table).snapshot())
  const [raw, std] = [await of(`raw/${dataset.id}`), await of(`std/${dataset.id}`)]
  const seed = join(root, 'seed', `${dataset.id}.parquet`)
  await engine.exec(sql`copy (select * exclude (bucket) from ${std}) to ${sql.lit(seed)} (format parquet)`)
  const time = dataset.eventTime
  const isDay =
    elementOf(catalogue, dataset.fields.find(({ id }) => id === time)?.element ?? '').type === 'date'
  // A record is one line, so that both sides number the records in the same way.
  const columns = dataset.fields.map(({ id, header }) =>
    id === time
      ? sql`${sql.lit(isDay ? day : `${day} 00:30:00`)} as ${sql.id(header)}`
      : sql`translate(${sql.id(id)}, chr(10) || chr(13), '  ') as ${sql.id(header)}`,
  )
  const good = hasGeometry(dataset)
    ? sql`and (_extract, _line) in (select (_extract, _line) from ${std})`
    : sql``
  // The same of several states of a record, and of what was sent twice, so that no two rows of the night are of one.
  const identity = sql.join([dataset.key, ...dataset.recordKey].map((field) => sql.id(field)))
  const once = sql`(select * from ${raw} where _op is distinct from 'D' ${good}
    qualify row_number() over (partition by ${identity} order by _extract desc, _line desc) = 1)`
  const file = join(root, 'night', `${dataset.id}_delta_${day.replaceAll('-', '')}_night.csv`)
  await engine.exec(sql`copy (select ${sql.join(columns)}, 'I' as ${sql.id('操作标志')} from ${once}
    order by hash(_extract, _line) limit (select greatest(${sql.lit(LEAST)}, least(${sql.lit(MOST)}, count(*) // 2)) from ${once}))
    to ${sql.lit(file)} (format csv, header true)`)
  await dropInto(data, [file], dataset.providingDepartment)
}
