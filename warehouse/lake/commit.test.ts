import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Fixture, openFixture, PEOPLE, people } from './lake.testing.ts'
import type { Change, LakeTable } from './types.ts'

let fixture: Fixture
let table: LakeTable

beforeEach(async () => {
  fixture = await openFixture()
  table = fixture.lake.table('base/people')
  await table.create(PEOPLE, { partitionBy: ['bucket'], changeFeed: true })
})

afterEach(() => fixture.close())

const stage = (ids: number[], name: string) =>
  table.stage(fixture.engine, people(ids.map((id) => ({ id, name }))), { name, partitionBy: 'bucket' })

let app = 0
async function commit(change: Partial<Change> & { readVersion: number }): Promise<number> {
  app += 1
  return table.commit({ add: [], txn: { app: `app-${app}`, version: 1 }, operation: 'WRITE', ...change })
}

const bucketFiles = async (bucket: number) =>
  (await table.snapshot()).files.filter((file) => file.bucket === bucket)

describe('concurrent changes', () => {
  it('let blind appends pass each other and everything else', async () => {
    expect(await commit({ readVersion: 0, add: await stage([0, 1], 'a') })).toBe(1)
    expect(await commit({ readVersion: 0, add: await stage([2], 'b') })).toBe(2)
    await commit({ readVersion: 2, remove: await bucketFiles(0) })
    expect(await commit({ readVersion: 0, add: await stage([4], 'c') })).toBe(4)
  })

  it('refuse to remove a file twice, even between blind appends', async () => {
    await commit({ readVersion: 0, add: await stage([0, 1], 'a') })
    const files = await bucketFiles(0)
    await commit({ readVersion: 1, remove: files })
    await commit({ readVersion: 2, add: await stage([5], 'b') })
    const again = commit({ readVersion: 1, remove: files, readBuckets: [3] })
    await expect(again).rejects.toMatchObject({
      code: 'lake.conflict',
      kind: 'transient',
      fields: { version: 2 },
    })
  })

  it('refuse what was computed from buckets that changed since, and allow others', async () => {
    await commit({ readVersion: 0, add: await stage([0, 1], 'a') })
    await commit({ readVersion: 1, add: await stage([4], 'b') })
    const add = await stage([8], 'c')
    const stale = { readVersion: 1, remove: [], add }
    await expect(commit({ ...stale, readBuckets: [0] })).rejects.toMatchObject({ code: 'lake.conflict' })
    await expect(commit(stale)).rejects.toMatchObject({ code: 'lake.conflict' })
    expect(await commit({ ...stale, readBuckets: [1, 2] })).toBe(3)
  })

  it('refuse two overwrites of an empty table', async () => {
    await commit({ readVersion: 0, remove: [], add: await stage([1], 'a') })
    await expect(commit({ readVersion: 0, remove: [], add: await stage([1], 'b') })).rejects.toMatchObject({
      code: 'lake.conflict',
    })
  })

  it('refuse another number of the same application that overtook', async () => {
    const txn = (version: number) => ({ app: 'ingest', version })
    await commit({ readVersion: 0, add: await stage([1], 'a'), txn: txn(1) })
    await expect(commit({ readVersion: 0, add: await stage([2], 'b'), txn: txn(2) })).rejects.toMatchObject({
      code: 'lake.conflict',
    })
  })

  it('refuse files that are not live or already live', async () => {
    await commit({ readVersion: 0, add: await stage([1], 'a') })
    const files = await bucketFiles(1)
    await expect(commit({ readVersion: 0, remove: files })).rejects.toMatchObject({ code: 'lake.conflict' })
    await expect(commit({ readVersion: 1, add: await stage([1], 'a') })).rejects.toMatchObject({
      code: 'lake.already_live',
    })
    await commit({ readVersion: 1, remove: files })
    await expect(commit({ readVersion: 2, remove: files })).rejects.toMatchObject({ code: 'lake.not_live' })
  })

  it('keep a file that is replaced by itself', async () => {
    await commit({ readVersion: 0, add: await stage([1, 2], 'a') })
    const { files } = await table.snapshot()
    expect(await commit({ readVersion: 1, remove: files, add: await stage([1, 2], 'a') })).toBe(2)
    expect(await table.changedBuckets(1, 2)).toEqual(new Set())
    expect((await table.snapshot()).files).toEqual(files)
  })
})

describe('the change feed', () => {
  const feed = async (from: number, to: number) =>
    fixture.engine.rows<{ line: string }>(
      sql`SELECT concat_ws(' ', _commit_version, _change_type, id, name) AS line FROM ${await table.changes(from, to)} ORDER BY line`,
    )
  const lines = async (from: number, to: number) => (await feed(from, to)).map((row) => row.line)
  const stageChanges = (query: ReturnType<typeof people>, name: string) =>
    table.stageChanges(fixture.engine, query, { name, partitionBy: 'bucket' })

  it('derives inserts and deletes, and prefers stored change rows', async () => {
    await commit({ readVersion: 0, add: await stage([1, 2], 'a') })
    const remove = await bucketFiles(1)
    const cdc = await stageChanges(
      sql`SELECT *, 'update_preimage' AS _change_type FROM (${people([{ id: 1, name: 'a' }])})
          UNION ALL SELECT *, 'update_postimage' FROM (${people([{ id: 1, name: 'b' }])})`,
      'u',
    )
    await commit({ readVersion: 1, remove, add: await stage([1], 'b'), cdc })
    await commit({ readVersion: 2, remove: await bucketFiles(2) })
    expect(await lines(1, 3)).toEqual([
      '1 insert 1 a',
      '1 insert 2 a',
      '2 update_postimage 1 b',
      '2 update_preimage 1 a',
      '3 delete 2 a',
    ])
    expect(await lines(3, 3)).toEqual(['3 delete 2 a'])
    expect(await lines(0, 0)).toEqual([])
    expect(await table.changedBuckets(0, 3)).toEqual(new Set([1, 2]))
    expect(await table.changedBuckets(1, 2)).toEqual(new Set([1]))
    expect(await table.changedBuckets(3, 3)).toEqual(new Set())
    await expect(table.changes(1, 4)).rejects.toMatchObject({ code: 'lake.version_unknown' })
  })

  it('shows nothing of buckets rewritten without change rows, and all of new ones', async () => {
    await commit({ readVersion: 0, add: await stage([1], 'a') })
    const remove = await bucketFiles(1)
    await commit({
      readVersion: 1,
      remove,
      add: [...(await stage([1], 'same')), ...(await stage([2], 'x'))],
      cdc: [],
    })
    expect(await lines(2, 2)).toEqual(['2 insert 2 x'])
    expect(await table.changedBuckets(1, 2)).toEqual(new Set([2]))
  })

  it('refuses change rows for some of the changed buckets only', async () => {
    const add = await stage([1, 2], 'a')
    const cdc = await stageChanges(
      sql`SELECT *, 'insert' AS _change_type FROM (${people([{ id: 1, name: 'a' }])})`,
      'c',
    )
    await expect(commit({ readVersion: 0, add, cdc })).rejects.toMatchObject({ code: 'lake.changes_missing' })
  })

  it('is refused where it is off', async () => {
    const plain = fixture.lake.table('raw/people')
    await plain.create(PEOPLE)
    await expect(plain.changes(0, 0)).rejects.toMatchObject({ code: 'lake.change_feed_off' })
  })
})
