import { report, Stopwatch } from '../contestant.ts'
import { openPlatform } from '../platform.ts'
import { writeBatch, writeLogs } from './logs.ts'

/** Writes the logs of a foundation's registers, or after them the states of every `step`-th subject. */
const [data = '', foundation = 'person', subjects = '', memory = '3GB', step = ''] = process.argv.slice(2)
const { platform, close } = await openPlatform(data, memory)
const rows =
  step === ''
    ? await writeLogs(platform, foundation, Number(subjects))
    : await writeBatch(platform, foundation, { subjects: Number(subjects), step: Number(step), extract: 2 })
await close()
await report(new Stopwatch(), undefined, { rows })
