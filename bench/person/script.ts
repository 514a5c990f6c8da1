import { join } from 'node:path'
import { report, Stopwatch } from '../contestant.ts'
import { openScript } from '../duckdb.ts'
import { buildByHand, outputsByHand } from '../foundation/by_hand.ts'
import { ingestByHand, outputsOfIntake, REGISTER } from './by_hand.ts'

/** The same by hand: the file to raw, quality, std; then the foundation, of this register alone. */
const [file = '', out = '', memory = '3GB'] = process.argv.slice(2)
const { connection, close } = await openScript(join(out, 'spill'), memory)
const watch = new Stopwatch()
await ingestByHand(connection, watch, { file, extract: 1, asOf: '2026-09-01 00:00:00+08', out })
const build = {
  foundation: 'person',
  std: (dataset: string) =>
    dataset === REGISTER ? `read_parquet('${out}/std/*/*.parquet', hive_partitioning = true)` : undefined,
  out: join(out, 'build'),
}
await buildByHand(connection, watch, build)
await report(watch, async () => ({
  ...(await outputsOfIntake(connection, out)),
  ...(await outputsByHand(connection, build)),
}))
close()
