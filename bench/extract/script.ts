import { join } from 'node:path'
import { report, Stopwatch } from '../contestant.ts'
import { openScript } from '../duckdb.ts'
import { ingestByHand, outputsOfIntake } from '../person/by_hand.ts'
import { AS_OF, fileOf, WARM } from './extracts.ts'
import { countStatements } from './statements.ts'

/** The same extracts by hand, one after the other, in a process that is warm. */
const [files = '', out = '', count = '20', memory = '3GB'] = process.argv.slice(2)
const { connection, close } = await openScript(join(out, 'spill'), memory)
const take = (watch: Stopwatch, n: number) =>
  ingestByHand(connection, watch, { file: fileOf(files, n), delta: true, extract: n, asOf: AS_OF, out })
for (let n = 1; n <= WARM; n++) await take(new Stopwatch(), n)
const statements = countStatements()
const watch = new Stopwatch()
for (let n = WARM + 1; n <= WARM + Number(count); n++) await take(watch, n)
const counts = { statements: statements() }
await report(watch, () => outputsOfIntake(connection, out), counts)
close()
