import { ingestStage } from '../../pipelines/stages/ingest/ingest.ts'
import { report, Stopwatch } from '../contestant.ts'
import { REGISTER } from '../person/by_hand.ts'
import { openPlatform } from '../platform.ts'

/** Takes the register in, whose failing rows the reports list. */
const [data = '', memory = '3GB'] = process.argv.slice(2)
const { platform, close } = await openPlatform(data, memory)
const { status, problems } = await ingestStage(platform, REGISTER)
await close()
if (status !== 'succeeded') throw new Error(`${status}: ${problems.map(({ code }) => code).join(', ')}`)
await report(new Stopwatch())
