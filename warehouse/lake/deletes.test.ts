import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type RawBuilder, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deletedShare } from './deleted.ts'
import { type Fixture, openFixture, PEOPLE, people } from './fixture.ts'
import type { LakeTable, Snapshot } from './types.ts'

let fixture: Fixture
let table: LakeTable

beforeEach(async () => {
  fixture = await openFixture()
  table = fixture.lake.table('base/people')
  await table.create(PEOPLE, { partitionBy: ['bucket'], changeFeed: true, deletionVectors: true })
  await append(
    [1, 2, 3, 4, 5, 6, 8].map((id) => ({ id, name: `n${id}` })),
    1,
  )
})

afterEach(() => fixture.close())

const options = (version: number) => ({ name: `release-${version}`, partitionBy: 'bucket' as const })

async function append(rows: { id: number; name: string }[], version: number): Promise<number> {
  const add = await table.stage(fixture.engine, people(rows), { ...options(version), orderBy: sql`id` })
  const txn = { app: 'build', version }
  return table.commit({ add, readVersion: version - 1, txn, operation: 'APPEND' })
}

const placesOf = (snapshot: Snapshot, ids: number[]): RawBuilder<unknown> =>
  sql`SELECT _file, _row FROM ${table.select(snapshot, { positions: true })} WHERE id IN (${sql.join(ids)})`

async function remove(ids: number[], version: number): Promise<number> {
  const before = await table.snapshot()
  const deletes = await table.stageDeletes(fixture.engine, before, placesOf(before, ids), options(version))
  const txn = { app: 'build', version }
  return table.commit({ add: [], deletes, readVersion: before.version, txn, operation: 'DELETE' })
}

async function idsOf(snapshot: Snapshot, of = table): Promise<number[]> {
  const rows = await fixture.engine.rows<{ id: bigint }>(
    sql`SELECT id FROM ${of.select(snapshot)} ORDER BY id`,
  )
  return rows.map((row) => Number(row.id))
}

async function changed(from: number, to: number): Promise<string[]> {
  const rows = await fixture.engine.rows<{ id: bigint; type: string; version: bigint }>(
    sql`SELECT id, _change_type AS type, _commit_version AS version FROM ${await table.changes(from, to)} ORDER BY version, type, id`,
  )
  return rows.map((row) => `${row.version} ${row.type} ${row.id}`)
}

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
    expect(await remove([2, 5], 2)).toBe(2)
    const after = await table.snapshot()
    expect(await idsOf(after)).toEqual([1, 3, 4, 6, 8])
    expect(await idsOf(before)).toEqual([1, 2, 3, 4, 5, 6, 8])
    expect(await idsOf(await table.snapshot({ version: 1 }))).toEqual([1, 2, 3, 4, 5, 6, 8])
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
    await remove([2], 2)
    const [, , removal, addition] = await commitLines(2)
    expect(removal.remove).toMatchObject({ path: added.path, dataChange: true, extendedFileMetadata: true })
    expect(removal.remove.deletionVector).toBeUndefined()
    expect(addition.add).toMatchObject({ path: added.path, size: added.size, dataChange: true })
    expect(addition.add.deletionVector).toMatchObject({ storageType: 'i', cardinality: 1, sizeInBytes: 34 })
    expect(JSON.parse(addition.add.stats)).toEqual({ ...JSON.parse(added.stats), tightBounds: false })
    await remove([6], 3)
    const [, , gone, ...rest] = await commitLines(3)
    expect(gone.remove.deletionVector).toEqual(addition.add.deletionVector)
    expect(rest).toEqual([])
    expect((await table.snapshot()).files.map((file) => file.bucket)).toEqual([0, 1, 3])
  })

  it('merges with what is deleted, names rows twice as once, and is the same for the same rows', async () => {
    await remove([4], 2)
    const before = await table.snapshot()
    const rows = sql`SELECT * FROM (${placesOf(before, [8, 5])}) UNION ALL (${placesOf(before, [8])})`
    const first = await table.stageDeletes(fixture.engine, before, rows, options(3))
    expect(first.map((entry) => [entry.file.bucket, entry.rows, entry.deletionVector])).toEqual([
      [0, 1, null],
      [1, 1, expect.objectContaining({ cardinality: 1 })],
    ])
    expect(await table.stageDeletes(fixture.engine, before, rows, options(3))).toEqual(first)
    const everything = table.select(before, { positions: true })
    const all = await table.stageDeletes(fixture.engine, before, everything, options(3))
    expect(all.map((entry) => [entry.rows, entry.deletionVector])).toEqual([1, 2, 2, 1].map((n) => [n, null]))
    const again = sql`SELECT ${first[0]?.file.path ?? ''}::VARCHAR AS _file, 0 AS _row`
    expect(await table.stageDeletes(fixture.engine, before, again, options(3))).toEqual([])
  })

  it('goes with added files and change rows in one version, once', async () => {
    const before = await table.snapshot()
    const changes = sql`SELECT *, 'update_postimage' AS _change_type FROM (${people([{ id: 2, name: 'new' }])})
      UNION ALL SELECT *, 'update_preimage' FROM ${table.select(before)} WHERE id = 2`
    const change = {
      add: await table.stage(fixture.engine, people([{ id: 2, name: 'new' }]), options(2)),
      deletes: await table.stageDeletes(fixture.engine, before, placesOf(before, [2]), options(2)),
      cdc: await table.stageChanges(fixture.engine, changes, options(2)),
      readVersion: before.version,
      txn: { app: 'build', version: 2 },
      operation: 'BUILD',
    }
    expect(await table.commit(change)).toBe(2)
    expect(await table.commit(change)).toBe(2)
    expect((await table.snapshot()).version).toBe(2)
    expect(await idsOf(await table.snapshot())).toEqual([1, 2, 3, 4, 5, 6, 8])
    expect(await changed(2, 2)).toEqual(['2 update_postimage 2', '2 update_preimage 2'])
    expect(await table.changedBuckets(1, 2)).toEqual(new Set([2]))
    expect((await table.history()).at(-1)).toMatchObject({ filesAdded: 1, filesRemoved: 0, rowsAdded: 1 })
    const untold = { ...change, txn: { app: 'build', version: 3 }, readVersion: 2, add: [] }
    const now = await table.snapshot()
    const deletes = await table.stageDeletes(fixture.engine, now, placesOf(now, [3]), options(3))
    await expect(table.commit({ ...untold, deletes })).rejects.toMatchObject({ code: 'lake.changes_missing' })
  })

  it('gives the changes of versions without change rows', async () => {
    await remove([2, 5], 2)
    await remove([6, 1, 3], 3)
    expect(await changed(2, 3)).toEqual([
      '2 delete 2',
      '2 delete 5',
      '3 delete 1',
      '3 delete 3',
      '3 delete 6',
    ])
    expect(await changed(1, 2)).toHaveLength(9)
    expect(await table.changedBuckets(2, 3)).toEqual(new Set([1, 2, 3]))
  })

  it('reads parts of a snapshot, with and without deleted rows', async () => {
    await remove([2, 4, 5], 2)
    const now = await table.snapshot()
    const of = async (relation: RawBuilder<unknown>) =>
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
    await remove([6], 3)
    const foreign = now.files.filter((file) => file.bucket === 1)
    const later = await table.snapshot()
    expect(await of(table.select(later, { files: foreign }))).toEqual([1])
    await remove([1], 4)
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
    await remove([2], 2)
    const folder = join(fixture.root, 'base/people/_deleted')
    const names = await readdir(folder)
    expect(names).toHaveLength(1)
    await rm(folder, { recursive: true })
    const reopened = (await fixture.reopen()).table('base/people')
    expect(await idsOf(await reopened.snapshot(), reopened)).toEqual([1, 3, 4, 5, 6, 8])
    expect(await readdir(folder)).toEqual(names)
  })

  it('refuses rows that are not there, and tables without vectors', async () => {
    const now = await table.snapshot()
    const stage = (rows: RawBuilder<unknown>) => table.stageDeletes(fixture.engine, now, rows, options(2))
    const path = now.files[0]?.path ?? ''
    for (const [file, row] of [
      ['no.parquet', 0],
      [path, 2],
      [path, -1],
      [path, null],
      [null, 0],
    ]) {
      await expect(
        stage(sql`SELECT ${file}::VARCHAR AS _file, ${row}::BIGINT AS _row`),
      ).rejects.toMatchObject({
        code: 'lake.row_unknown',
      })
    }
    const plain = fixture.lake.table('std/people')
    await plain.create(PEOPLE)
    const none = sql`SELECT '' AS _file, 0 AS _row WHERE false`
    await expect(
      plain.stageDeletes(fixture.engine, await plain.snapshot(), none, { name: 'x' }),
    ).rejects.toMatchObject({ code: 'lake.deletion_vectors_off' })
    await expect(plain.create(PEOPLE, { deletionVectors: true })).rejects.toMatchObject({
      code: 'lake.schema_mismatch',
      fields: { problem: 'its deletion vectors are off' },
    })
  })

  it('conflicts with whoever removed the file or deleted other rows of it', async () => {
    const before = await table.snapshot()
    const deletes = await table.stageDeletes(fixture.engine, before, placesOf(before, [1]), options(2))
    await remove([5], 2)
    const change = {
      add: [],
      deletes,
      readVersion: 1,
      txn: { app: 'other', version: 1 },
      operation: 'DELETE',
    }
    await expect(table.commit({ ...change, readBuckets: [] })).rejects.toMatchObject({
      code: 'lake.conflict',
    })
    await expect(table.commit({ ...change, readVersion: 2 })).rejects.toMatchObject({ code: 'lake.not_live' })
    expect(await idsOf(await table.snapshot())).toEqual([1, 2, 3, 4, 6, 8])
  })

  it('brings back whole a file that is removed with its vector and added again', async () => {
    await remove([1], 2)
    const before = await table.snapshot()
    const rows = [1, 5].map((id) => ({ id, name: `n${id}` }))
    const add = await table.stage(fixture.engine, people(rows), { ...options(1), orderBy: sql`id` })
    const gone = before.files.filter((file) => file.bucket === 1)
    expect(add.map((file) => file.path)).not.toEqual([])
    const change = { remove: gone, readVersion: 2, txn: { app: 'build', version: 3 }, operation: 'RESTORE' }
    const same = add.map((file) => ({ ...file, path: gone[0]?.path ?? '' }))
    await expect(table.commit({ ...change, add: same, remove: [] })).rejects.toMatchObject({
      code: 'lake.already_live',
    })
    await table.commit({ ...change, add: same })
    expect(await idsOf(await table.snapshot())).toEqual([1, 2, 3, 4, 5, 6, 8])
    expect(await changed(3, 3)).toEqual(['3 insert 1'])
  })
})
