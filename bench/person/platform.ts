import { buildStage } from '../../pipelines/stages/build.ts'
import { ingestStage } from '../../pipelines/stages/ingest/ingest.ts'
import { report, Stopwatch } from '../contestant.ts'
import { outputsOfBuild } from '../foundation/outputs.ts'
import { openPlatform } from '../platform.ts'
import { REGISTER } from './by_hand.ts'
import { outputsOfPlatform } from './outputs.ts'

/** The platform's own stages on the file in its drop folder: landing, raw, quality, std; then the foundation. */
const [data = '', memory = '3GB'] = process.argv.slice(2)
const { platform, close } = await openPlatform(data, memory)
const watch = new Stopwatch()
await watch.time('ingest and quality', () => ingestStage(platform, REGISTER))
await watch.time('foundation', () => buildStage(platform, 'person', null))
await report(watch, async () => ({
  ...(await outputsOfPlatform(platform)),
  ...(await outputsOfBuild(platform, 'person')),
}))
await close()
