import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DeletesFixture, openDeletesFixture } from './deletes.testing.ts'
import { people } from './lake.testing.ts'
import type { LakeTable } from './types.ts'
import { contentOf } from './verify.ts'

let fixture: DeletesFixture
let table: LakeTable
beforeEach(async () => {
  fixture = await openDeletesFixture()
  table = fixture.table
  await fixture.remove([2, 5], 2)
})
afterEach(() => fixture.close())

const at = (path: string) => join(fixture.root, 'base/people', path)
const firstFile = async () => (await table.snapshot()).files[0]?.path ?? ''
const faults = async (versions?: number[]) => (await table.verify(versions)).faults

/** Writes other bytes of the same length. */
async function spoil(path: string): Promise<void> {
  const bytes = await readFile(at(path))
  const middle = bytes.length >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  await writeFile(at(path), bytes)
}

describe('a check of the files of a table', () => {
  it('finds nothing in a table as it was written, and names the tables', async () => {
    const { files } = await table.snapshot()
    const verified = await table.verify([0, 1])
    expect(verified.faults).toEqual([])
    expect(verified.files).toBeGreaterThanOrEqual(files.length)
    expect(verified.bytes).toBeGreaterThan(0)
    expect(await fixture.lake.names()).toEqual(['base/people'])
  })

  it('finds a file of the same size with other content', async () => {
    const path = await firstFile()
    await spoil(path)
    expect(await faults()).toEqual([{ path: `base/people/${path}`, fault: 'content' }])
  })

  it('reads only what was written since a moment, and compares presence and size of the rest', async () => {
    // The clock of a file system may lie some milliseconds behind.
    const before = new Date(Date.now() - 1000)
    const path = await firstFile()
    const later = new Date(Date.now() + 60_000)
    await spoil(path)
    expect(await table.verify([], { since: before })).toMatchObject({
      faults: [{ path: `base/people/${path}`, fault: 'content' }],
    })
    expect(await table.verify([], { since: later })).toMatchObject({ read: 0, faults: [] })
    await rm(at(path))
    expect((await table.verify([], { since: later })).faults).toMatchObject([{ fault: 'missing' }])
  })

  it('finds a file written anew by another query', async () => {
    const path = await firstFile()
    const rows = sql`SELECT * FROM read_parquet([${sql.lit(at(path))}], hive_partitioning = false) LIMIT 0`
    await fixture.engine.exec(sql`COPY (${rows}) TO ${sql.lit(at(path))} (FORMAT parquet, COMPRESSION zstd)`)
    expect(await faults()).toEqual([{ path: `base/people/${path}`, fault: 'size' }])
  })

  it('finds a file that is gone, and one of an older version where that is asked for', async () => {
    const before = await table.snapshot()
    const [file] = before.files
    if (!file) throw new Error('no file')
    await table.commit({
      add: [],
      remove: [file],
      readVersion: before.version,
      txn: { app: 'test', version: 90 },
      operation: 'DELETE',
    })
    await rm(at(file.path))
    expect(await faults()).toEqual([])
    expect(await faults([before.version])).toEqual([{ path: `base/people/${file.path}`, fault: 'missing' }])
  })

  it('finds positions that hide other rows than the log deletes', async () => {
    const [name] = await readdir(at('_deleted'))
    const path = `_deleted/${name}`
    await fixture.engine.exec(
      sql`COPY (SELECT 0::INTEGER AS "file", r::BIGINT AS "row" FROM range(2) t(r)) TO ${sql.lit(at(path))} (FORMAT parquet)`,
    )
    expect(await faults()).toEqual([{ path: `base/people/${path}`, fault: 'positions' }])
    await writeFile(at(path), 'no Parquet')
    expect(await faults()).toEqual([{ path: `base/people/${path}`, fault: 'positions' }])
    await rm(at(path))
    expect(await faults()).toEqual([])
  })

  it('finds change rows that were replaced', async () => {
    const { version } = await table.snapshot()
    const rows = people([{ id: 9, name: 'nine' }])
    const changes = sql`SELECT *, 'insert' AS _change_type FROM (${rows})`
    const [cdc] = await table.stageChanges(fixture.engine, changes, { name: 'c', partitionBy: 'bucket' })
    const add = await table.stage(fixture.engine, rows, { name: 'c', partitionBy: 'bucket' })
    if (!cdc) throw new Error('no change rows')
    await table.commit({
      add,
      cdc: [cdc],
      readVersion: version,
      txn: { app: 'test', version: 91 },
      operation: 'WRITE',
    })
    expect(await faults()).toEqual([])
    await spoil(cdc.path)
    expect(await faults()).toEqual([{ path: `base/people/${cdc.path}`, fault: 'content' }])
  })
})

it('the content of a version depends on its files and on its deleted rows', async () => {
  const two = contentOf(await table.snapshot({ version: 1 }))
  const three = contentOf(await table.snapshot())
  expect(two).not.toBe(three)
  expect(contentOf(await table.snapshot())).toBe(three)
})
