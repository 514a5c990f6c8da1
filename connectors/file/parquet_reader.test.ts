import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { ShuyuanError } from '../../core/errors.ts'
import { openEngine } from '../../warehouse/engine/engine.ts'
import { parquetReader } from './parquet_reader.ts'
import { ROUNDED, TooLong } from './types.ts'

it.each([
  ['a dictionary says a long value a million times', sql`repeat('a', 1000)`, 1_000_000, TooLong],
  ['a number stands in millions of rows', sql`1234567890`, 20_000_000, ShuyuanError],
])('stops where %s', async (_what, value, rows, kind) => {
  const folder = await mkdtemp(join(tmpdir(), 'parquet-'))
  const engine = await openEngine({ tempDirectory: folder, memoryLimit: '1GB', threads: 1 })
  try {
    const [path, csv] = [join(folder, 'a.parquet'), join(folder, 'a.csv')]
    await engine.exec(
      sql`copy (select ${value} as name from range(${sql.lit(rows)})) to ${sql.lit(path)} (format parquet)`,
    )
    expect((await stat(path)).size).toBeLessThan(10 << 20)
    await expect(parquetReader(engine).toCsv(path, csv, 1 << 20)).rejects.toBeInstanceOf(kind)
  } finally {
    engine.close()
    await rm(folder, { recursive: true })
  }
})

it('writes whole numbers without a point, and marks those that their float does not hold', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parquet-'))
  const engine = await openEngine({ tempDirectory: folder, threads: 1 })
  try {
    const [path, csv] = [join(folder, 'a.parquet'), join(folder, 'a.csv')]
    await engine.exec(sql`copy (select 1::float as a, 150102::double as b, 150000000692::decimal(20, 2) as c, 1.5::double as d,
      1.50::decimal(5, 2) as e, 16777216::float as f, 150102194001010018::double as g) to ${sql.lit(path)} (format parquet)`)
    await parquetReader(engine).toCsv(path, csv, 1 << 20)
    const rounded = `${ROUNDED}16777216.0,${ROUNDED}1.5010219400101002e+17`
    expect((await readFile(csv, 'utf8')).split('\n')[1]).toBe(`1,150102,150000000692,1.5,1.50,${rounded}`)
  } finally {
    engine.close()
    await rm(folder, { recursive: true })
  }
})
