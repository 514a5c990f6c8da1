import { ingestStage } from '../../pipelines/stages/ingest/ingest.ts'
import { report, Stopwatch } from '../contestant.ts'
import { REGISTER } from '../person/by_hand.ts'
import { dropInto } from '../person/drop.ts'
import { outputsOfPlatform } from '../person/outputs.ts'
import { openPlatform } from '../platform.ts'
import { fileOf, WARM } from './extracts.ts'
import { countStatements } from './statements.ts'

/** The platform on small extracts in a process that is warm: one after the other, or all `atOnce`. */
const [data = '', files = '', count = '20', how = 'each', memory = '3GB'] = process.argv.slice(2)
const { platform, close } = await openPlatform(data, memory)
const watch = new Stopwatch()
const take = async (from: number, to: number) => {
  const numbers = Array.from({ length: to - from + 1 }, (_, at) => from + at)
  await dropInto(
    data,
    numbers.map((n) => fileOf(files, n)),
  )
  return async () => {
    const { counts, problems } = await ingestStage(platform, REGISTER)
    if (counts.received === 0)
      throw new Error(`nothing was received: ${problems.map(({ code }) => code).join(', ')}`)
  }
}
for (let n = 1; n <= WARM; n++) await (await take(n, n))()
const statements = countStatements()
const last = WARM + Number(count)
const ends = how === 'atOnce' ? [last] : Array.from({ length: Number(count) }, (_, at) => WARM + 1 + at)
for (const end of ends) await watch.time('extracts', await take(how === 'atOnce' ? WARM + 1 : end, end))
const counts = { statements: statements() }
await report(watch, () => outputsOfPlatform(platform), counts)
await close()
