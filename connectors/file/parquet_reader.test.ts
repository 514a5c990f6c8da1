import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { ShuyuanError } from '../../core/errors.ts'
import { openEngine } from '../../warehouse/engine/engine.ts'
import { TooLong } from './index.ts'
import { parquetReader } from './parquet_reader.ts'

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
