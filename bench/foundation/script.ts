import { join } from 'node:path'
import { report, Stopwatch } from '../contestant.ts'
import { openScript } from '../duckdb.ts'
import { buildByHand, outputsByHand } from './by_hand.ts'
import { registersWith } from './logs.ts'

/** The build by hand, of the logs in a data folder. */
const [data = '', foundation = 'person', out = '', memory = '3GB'] = process.argv.slice(2)
const { connection, close } = await openScript(join(out, 'spill'), memory)
const order = { foundation, std: registersWith(data), out }
const watch = new Stopwatch()
await buildByHand(connection, watch, order)
await report(watch, () => outputsByHand(connection, order))
close()
