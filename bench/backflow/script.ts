import { createHash } from 'node:crypto'
import { createReadStream, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { MaskId } from '../../catalog/masks.ts'
import { platformKeys } from '../../exchange/keys.ts'
import type { Output } from '../benchmark.ts'
import { outputOfQuery, report, Stopwatch } from '../contestant.ts'
import { openScript } from '../duckdb.ts'
import { cities, columns } from './requests.ts'

/** The same by hand: one COPY that parts the golden records by city, and a hash of every file. */
const [data = '', out = '', memory = '3GB'] = process.argv.slice(2)
const { connection, close } = await openScript(join(out, 'spill'), memory)
const watch = new Stopwatch()
const { hashKeyFor } = await platformKeys(join(data, 'keys'))
const BLOCK = 64

/** The key of a city under a pad of HMAC (RFC 2104), in hexadecimal. */
function padded(city: string, byte: number): string {
  const pad = Buffer.alloc(BLOCK, byte)
  for (const [at, each] of hashKeyFor(city).entries()) pad[at] = each ^ byte
  return pad.toString('hex')
}

/** A column under its mask. */
function masked({ name, mask }: { name: string; mask: MaskId }): string {
  const values: Partial<Record<MaskId, string>> = {
    none: name,
    hash: `sha256(outer_pad || unhex(sha256(inner_pad || encode(${name}))))`,
    name: `case when length(${name}) < 2 then repeat('*', length(${name})) else left(${name}, 1) || repeat('*', length(${name}) - 1) end`,
    address: `case when length(${name}) <= 8 then repeat('*', length(${name})) else left(${name}, length(${name}) - 8) || '********' end`,
    year: `year(${name})::integer`,
  }
  const value = values[mask]
  if (value === undefined) throw new Error(`the script has no mask ${mask}`)
  return `${value} as ${name}`
}

const keys = cities.map(
  (city) => `('${city}', unhex('${padded(city, 0x36)}'), unhex('${padded(city, 0x5c)}'))`,
)
await watch.time('copy', async () => {
  await connection.run(`copy (select ${columns.map(masked).join(', ')}, null::varchar as _disputed, city
    from read_parquet('${data}/lake/base/person/*/*.parquet') join (values ${keys.join(', ')}) as keys(city, inner_pad, outer_pad)
      on city = left(household_division, 4) || '00'
    where record_status = 'confirmed')
    to '${out}/cities' (format parquet, compression snappy, partition_by (city), overwrite_or_ignore true)`)
})
await watch.time('hash', async () => {
  const folder = join(out, 'cities')
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.parquet')) await pipeline(createReadStream(join(folder, file)), createHash('sha256'))
})
await report(watch, async () => {
  const outputs: Record<string, Output> = {}
  const names = columns.map(({ name }) => name).join(', ')
  for (const city of cities)
    outputs[city] = await outputOfQuery(
      connection,
      `select ${names}, _disputed from read_parquet('${out}/cities/city=${city}/*.parquet')`,
    )
  return outputs
})
close()
