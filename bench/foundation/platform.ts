import { buildStage } from '../../pipelines/stages/build.ts'
import { report, Stopwatch } from '../contestant.ts'
import { openPlatform } from '../platform.ts'
import { outputsOfBuild } from './outputs.ts'

/** The platform's build of a foundation, from the logs and the releases in a data folder. */
const [data = '', foundation = 'person', memory = '3GB'] = process.argv.slice(2)
const { platform, close } = await openPlatform(data, memory)
const watch = new Stopwatch()
const { counts } = await watch.time('build', () => buildStage(platform, foundation, null))
await report(watch, () => outputsOfBuild(platform, foundation), { golden: counts.golden ?? 0 })
await close()
