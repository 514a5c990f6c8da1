/** Builds a package with geometries into the folder given, for geoparquet.py to read. */
import { join } from 'node:path'
import { openBench } from '../support/exchange.ts'
import { geographyPackage } from '../support/geography.ts'

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('usage: geoparquet.ts <folder>')
const bench = await openBench()
try {
  const built = await geographyPackage(bench, folder)
  process.stdout.write(`${join(built.path, 'data.parquet')}\n`)
} finally {
  await bench.close()
}
