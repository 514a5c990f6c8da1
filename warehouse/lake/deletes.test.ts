import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Relation } from '../engine/relation.ts'
import { deletedShare } from './deleted.ts'
import { type DeletesFixture, openDeletesFixture } from './deletes.testing.ts'
import { people } from './lake.testing.ts'
import type { LakeTable } from './types.ts'

let fixture: DeletesFixture
let table: LakeTable

beforeEach(async () => {
  fixture = await openDeletesFixture()
  table = fixture.table
})

afterEach(() => fixture.close())

const commitLines = async (version: number) => {
  const name = `${String(version).padStart(20, '0')}.json`
  const text = await readFile(join(fixture.root, 'base/people/_delta_log', name), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('deleting rows', () => {
  it('leaves them out, counts live rows, and rewrites nothing', async () => {
    const before = await table.snapshot()
    expect(await fixture.remove([2, 5], 2)).toBe(2)
    const after = await table.snapshot()
    expect(await fixture.idsOf(after)).toEqual([1, 3, 4, 6, 8])
    expect(await fixture.idsOf(before)).toEqual([1, 2, 3, 4, 5, 6, 8])
    expect(await fixture.idsOf(await table.snapshot({ version: 1 }))).toEqual([1, 2, 3, 4, 5, 6, 8])
    expect(after.files.map((file) => file.path)).toEqual(before.files.map((file) => file.path))
    expect([deletedShare(before.files), deletedShare(after.files)]).toEqual([0, 2 / 7])
    expect(after.files.map((file) => [file.bucket, file.rows])).toEqual([
      [0, 2],
      [1, 1],
      [2, 1],
      [3, 1],
    ])
  })

  it('writes what the protocol asks for', async () => {
    const [first] = await commitLines(0)
    expect(first).toMatchObject({ commitInfo: { operation: 'CREATE TABLE' } })
    const protocol = (await commitLines(0)).find((line) => line.protocol)
    expect(protocol).toEqual({
      protocol: {
        minReaderVersion: 3,
        minWriterVersion: 7,
        readerFeatures: ['deletionVectors'],
        writerFeatures: [
          'appendOnly',
          'changeDataFeed',
          'deletionVectors',
          'inCommitTimestamp',
          'invariants',
        ],
      },
    })
    const added = (await commitLines(1)).find((line) => line.add?.partitionValues.bucket === '2').add
    await fixture.remove([2], 2)
    const [, , removal, addition] = await commitLines(2)
    expect(removal.remove).toMatchObject({ path: added.path, dataChange: true, extendedFileMetadata: true })
    expect(removal.remove.deletionVector).toBeUndefined()
    expect(addition.add).toMatchObject({ path: added.path, size: added.size, dataChange: true })
    expect(addition.add.deletionVector).toMatchObject({ storageType: 'i', cardinality: 1, sizeInBytes: 34 })
    expect(JSON.parse(addition.add.stats)).toEqual({ ...JSON.parse(added.stats), tightBounds: false })
    await fixture.remove([6], 3)
    const [, , gone, ...rest] = await commitLines(3)
    expect(gone.remove.deletionVector).toEqual(addition.add.deletionVector)
    expect(rest).toEqual([])
    expect((await table.snapshot()).files.map((file) => file.bucket)).toEqual([0, 1, 3])
  })

  it('goes with added files and change rows in one version, once', async () => {
    const before = await table.snapshot()
    const changes = sql`SELECT *, 'update_postimage' AS _change_type FROM (${people([{ id: 2, name: 'new' }])})
      UNION ALL SELECT *, 'update_preimage' FROM ${table.select(before)} WHERE id = 2`
    const change = {
      add: await table.stage(fixture.engine, people([{ id: 2, name: 'new' }]), fixture.options(2)),
      deletes: await table.stageDeletes(
        fixture.engine,
        before,
        fixture.placesOf(before, [2]),
        fixture.options(2),
      ),
      cdc: await table.stageChanges(fixture.engine, changes, fixture.options(2)),
      readVersion: before.version,
      txn: { app: 'build', version: 2 },
      operation: 'BUILD',
    }
    expect(await table.commit(change)).toBe(2)
    expect(await table.commit(change)).toBe(2)
    expect((await table.snapshot()).version).toBe(2)
    expect(await fixture.idsOf(await table.snapshot())).toEqual([1, 2, 3, 4, 5, 6, 8])
    expect(await fixture.changed(2, 2)).toEqual(['2 update_postimage 2', '2 update_preimage 2'])
    expect(await table.changedBuckets(1, 2)).toEqual(new Set([2]))
    expect((await table.history()).at(-1)).toMatchObject({ filesAdded: 1, filesRemoved: 0, rowsAdded: 1 })
    const untold = { ...change, txn: { app: 'build', version: 3 }, readVersion: 2, add: [] }
    const now = await table.snapshot()
    const deletes = await table.stageDeletes(
      fixture.engine,
      now,
      fixture.placesOf(now, [3]),
      fixture.options(3),
    )
    await expect(table.commit({ ...untold, deletes })).rejects.toMatchObject({ code: 'lake.changes_missing' })
  })

  it('gives the changes of versions without change rows', async () => {
    await fixture.remove([2, 5], 2)
    await fixture.remove([6, 1, 3], 3)
    expect(await fixture.changed(2, 3)).toEqual([
      '2 delete 2',
      '2 delete 5',
      '3 delete 1',
      '3 delete 3',
      '3 delete 6',
    ])
    expect(await fixture.changed(1, 2)).toHaveLength(9)
    expect(await table.changedBuckets(2, 3)).toEqual(new Set([1, 2, 3]))
  })

  it('reads parts of a snapshot, with and without deleted rows', async () => {
    await fixture.remove([2, 4, 5], 2)
    const now = await table.snapshot()
    const of = async (relation: Relation) =>
      (await fixture.engine.rows<{ id: bigint }>(sql`SELECT id FROM ${relation} ORDER BY id`)).map((row) =>
        Number(row.id),
      )
    expect(await of(table.select(now, { buckets: [1, 2] }))).toEqual([1, 6])
    expect(await of(table.select(now, { buckets: [0, 2] }))).toEqual([6, 8])
    expect(await of(table.select(now, { files: now.files.toReversed() }))).toEqual([1, 3, 6, 8])
    // Filters by which the engine leaves whole files unread.
    expect(await of(sql`(FROM ${table.select(now)} WHERE bucket = 2)`)).toEqual([6])
    expect(await of(sql`(FROM ${table.select(now)} WHERE bucket >= 2)`)).toEqual([3, 6])
    expect(await of(sql`(FROM ${table.select(now)} JOIN (SELECT 2 AS bucket) USING (bucket))`)).toEqual([6])
    const placed = sql`${table.select(now, { positions: true })} WHERE _file LIKE 'bucket=2/%'`
    expect(await of(sql`(FROM ${placed})`)).toEqual([6])
    const [old] = (await table.snapshot({ version: 1 })).files
    expect(await of(table.select(now, { files: old ? [old] : [] }))).toEqual([4, 8])
    await fixture.remove([6], 3)
    const foreign = now.files.filter((file) => file.bucket === 1)
    const later = await table.snapshot()
    expect(await of(table.select(later, { files: foreign }))).toEqual([1])
    await fixture.remove([1], 4)
    const last = await table.snapshot()
    expect(() => table.select(last, { files: foreign })).toThrow(
      expect.objectContaining({ code: 'lake.file_not_in_snapshot' }),
    )
    const positions = await fixture.engine.rows(
      sql`SELECT id, _file, _row FROM ${table.select(last, { positions: true })} WHERE id = 8`,
    )
    expect(positions).toEqual([{ id: 8n, _file: last.files[0]?.path, _row: 1n }])
  })

  it('makes the file of positions again when it is gone', async () => {
    await fixture.remove([2], 2)
    const folder = join(fixture.root, 'base/people/_deleted')
    const names = await readdir(folder)
    expect(names).toHaveLength(1)
    await rm(folder, { recursive: true })
    const reopened = (await fixture.reopen()).table('base/people')
    expect(await fixture.idsOf(await reopened.snapshot(), reopened)).toEqual([1, 3, 4, 5, 6, 8])
    expect(await readdir(folder)).toEqual(names)
  })
})
