import { sql } from 'kysely'
import { catalogue } from '../../catalog/catalogue.ts'
import { foundationOf } from '../../catalog/lookup.ts'
import { buildStage } from '../../pipelines/stages/build.ts'
import { outputOf, report, Stopwatch } from '../contestant.ts'
import { openPlatform } from '../platform.ts'
import { outputsOfBuild } from './outputs.ts'

/** The build after the first, and for comparison one reading of the rows that came since. */
const [data = '', foundation = 'person', memory = '3GB'] = process.argv.slice(2)
const { platform, close } = await openPlatform(data, memory)
const [first = ''] = foundationOf(catalogue, foundation).datasets
const watch = new Stopwatch()
const batch = await platform.lake.table(`std/${first}`).ofExtract([2])
await watch.time('reading the batch', () => outputOf(platform.engine, sql`${batch}`))
const { counts } = await watch.time('build', () => buildStage(platform, foundation, null))
await report(watch, () => outputsOfBuild(platform, foundation), { golden: counts.golden ?? 0 })
await close()
