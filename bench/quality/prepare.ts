import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openEngine } from '../../warehouse/engine/engine.ts'
import { report, Stopwatch } from '../contestant.ts'
import { employers, rawRows } from './rows.ts'

/** Writes the employers and the register as received, as the Parquet that every side reads. */
const [root = '', rows = '200000', bad = '0.01'] = process.argv.slice(2)
mkdirSync(root, { recursive: true })
const engine = await openEngine({ tempDirectory: join(root, 'spill'), memoryLimit: '6GB' })
const known = join(root, 'employers.parquet')
await engine.exec(sql`copy (select row_number() over () - 1 as place, key from unnest(${employers()}) as list(key))
  to ${sql.lit(known)} (format parquet)`)
await engine.exec(sql`copy (${rawRows(Number(rows), Number(bad), sql`read_parquet(${sql.lit(known)})`)})
  to ${sql.lit(join(root, `raw-${bad}.parquet`))} (format parquet, compression zstd)`)
engine.close()
await report(new Stopwatch())
