import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Fixture, openFixture, PEOPLE, people } from './lake.testing.ts'
import type { LakeTable, Snapshot } from './types.ts'

let fixture: Fixture
let table: LakeTable

beforeEach(async () => {
  fixture = await openFixture()
  table = fixture.lake.table('std/people')
})

afterEach(() => fixture.close())

const create = (options = {}) => table.create(PEOPLE, { partitionBy: ['bucket'], ...options })

async function append(rows: { id: number; name: string | null }[], version: number): Promise<number> {
  const snapshot = await table.snapshot()
  const add = await table.stage(fixture.engine, people(rows), {
    name: `extract-${version}`,
    partitionBy: 'bucket',
  })
  return table.commit({
    add,
    readVersion: snapshot.version,
    txn: { app: 'ingest', version },
    operation: 'APPEND',
  })
}

const read = (snapshot: Snapshot, of = table) =>
  fixture.engine.rows<{ id: bigint; name: string | null; bucket: number }>(
    sql`SELECT * FROM ${of.select(snapshot)} ORDER BY id`,
  )

describe('a lake table', () => {
  it('is absent, then empty and typed, then holds what was committed', async () => {
    expect(await table.exists()).toBe(false)
    await expect(table.snapshot()).rejects.toMatchObject({ code: 'lake.no_table' })
    await create()
    await create()
    const empty = await table.snapshot()
    expect(empty).toMatchObject({ version: 0, partitionBy: ['bucket'], files: [], changeFeed: false })
    const types = await fixture.engine.rows<{ column_type: string }>(
      sql`DESCRIBE SELECT * FROM ${table.select(empty)}`,
    )
    expect(types.map((row) => row.column_type)).toEqual(['BIGINT', 'VARCHAR', 'INTEGER'])
    expect(await read(empty)).toEqual([])
    expect(
      await append(
        [
          { id: 1, name: '张三' },
          { id: 2, name: null },
        ],
        1,
      ),
    ).toBe(1)
    const full = await table.snapshot()
    expect(await read(full)).toEqual([
      { id: 1n, name: '张三', bucket: 1 },
      { id: 2n, name: null, bucket: 2 },
    ])
    expect(full.files.map((file) => file.rows)).toEqual([1, 1])
    const bucket = table.select(full, { buckets: [2] })
    expect(await fixture.engine.rows(sql`SELECT id FROM ${bucket}`)).toEqual([{ id: 2n }])
  })

  it('refuses another definition and unusable columns', async () => {
    await create()
    const wider = [...PEOPLE, { name: 'sex', type: 'VARCHAR', nullable: true }]
    await expect(table.create(wider, { partitionBy: ['bucket'] })).rejects.toMatchObject({
      code: 'lake.schema_mismatch',
      fields: { problem: 'sex is new' },
    })
    const other = fixture.lake.table('std/other')
    const time = [{ name: 'at', type: 'TIME', nullable: true }]
    await expect(other.create(time)).rejects.toMatchObject({ code: 'lake.type_unsupported' })
    const spaced = [{ name: 'a b', type: 'DATE', nullable: true }]
    await expect(other.create(spaced)).rejects.toMatchObject({ code: 'lake.schema_invalid' })
    expect(() => fixture.lake.table('../out')).toThrow(/cannot name/)
  })

  it('refuses rows with other columns, and nulls where none may be', async () => {
    await create()
    const stage = (query: string) =>
      table.stage(fixture.engine, sql.raw(query), { name: 'x', partitionBy: 'bucket' })
    await expect(stage('SELECT 1 AS id, 1 AS bucket')).rejects.toThrow(/name is missing/)
    await expect(stage("SELECT 'a' AS id, 'b' AS name, 1 AS bucket")).rejects.toThrow(
      /id is VARCHAR, not BIGINT/,
    )
    await expect(stage("SELECT NULL AS id, 'b' AS name, 1 AS bucket")).rejects.toMatchObject({
      code: 'lake.null_in_required',
    })
    expect(await stage('SELECT sum(i) AS id, NULL AS name, 1 AS bucket FROM range(3) t(i)')).toHaveLength(1)
  })

  it('travels by version and by time', async () => {
    await create()
    await append([{ id: 1, name: 'a' }], 1)
    fixture.clock.at += 60_000
    await append([{ id: 2, name: 'b' }], 2)
    expect(await read(await table.snapshot({ version: 1 }))).toHaveLength(1)
    const between = new Date(fixture.clock.at - 30_000)
    expect((await table.snapshot({ timestamp: between })).version).toBe(1)
    expect((await table.snapshot({ timestamp: new Date(fixture.clock.at) })).version).toBe(2)
    await expect(table.snapshot({ version: 3 })).rejects.toMatchObject({ code: 'lake.version_unknown' })
    await expect(table.snapshot({ timestamp: new Date(0) })).rejects.toMatchObject({
      code: 'lake.no_version_at',
    })
  })

  it('keeps growing commit times under a clock that stands still', async () => {
    await create()
    for (const version of [1, 2, 3]) await append([{ id: version, name: null }], version)
    const times = (await table.history()).map((commit) => commit.timestamp.getTime())
    expect(times).toEqual([0, 1, 2, 3].map((step) => fixture.clock.at + step))
  })

  it('commits a transaction once, and refuses to swallow one that came too late', async () => {
    await create()
    expect(await append([{ id: 1, name: 'a' }], 1)).toBe(1)
    expect(await append([{ id: 3, name: 'c' }], 3)).toBe(2)
    expect(await append([{ id: 1, name: 'a' }], 1)).toBe(1)
    expect((await table.snapshot()).version).toBe(2)
    await expect(append([{ id: 2, name: 'b' }], 2)).rejects.toMatchObject({ code: 'lake.txn_out_of_order' })
  })

  it('names files by content, so that staging again changes nothing', async () => {
    const plain = fixture.lake.table('raw/people')
    await plain.create(PEOPLE.slice(0, 2))
    const rows = sql`SELECT id, name FROM (${people([{ id: 1, name: 'a' }])})`
    const first = await plain.stage(fixture.engine, rows, { name: 'extract-1' })
    expect(await plain.stage(fixture.engine, rows, { name: 'extract-1' })).toEqual(first)
    expect(
      await plain.stage(fixture.engine, sql`SELECT * FROM (${rows}) WHERE false`, { name: 'none' }),
    ).toEqual([])
  })

  it('orders rows within partitions when asked', async () => {
    await create()
    const many = sql`SELECT i AS id, md5(i::VARCHAR) AS name, CAST(i % 3 AS INTEGER) AS bucket FROM range(300000) t(i)`
    const options = { name: 'sorted', partitionBy: 'bucket' as const, orderBy: sql`name` }
    const first = await table.stage(fixture.engine, many, options)
    expect(await table.stage(fixture.engine, many, options)).toEqual(first)
    expect(first.map((file) => [file.bucket, file.rows])).toEqual([
      [0, 100000],
      [1, 100000],
      [2, 100000],
    ])
  })

  it('refuses a lake of a newer format, and a damaged one', async () => {
    await writeFile(join(fixture.root, '_shuyuan.json'), '{"format": 2}')
    await expect(fixture.reopen()).rejects.toMatchObject({ code: 'lake.newer_format' })
    await writeFile(join(fixture.root, '_shuyuan.json'), '{')
    await expect(fixture.reopen()).rejects.toMatchObject({ code: 'lake.format_unreadable' })
  })

  it('refuses staged files that are gone and foreign protocol features', async () => {
    await create()
    const add = await table.stage(fixture.engine, people([{ id: 1, name: 'a' }]), {
      name: 'x',
      partitionBy: 'bucket',
    })
    const missing = add.map((file) => ({ ...file, path: file.path.replace('x-', 'y-') }))
    const change = { readVersion: 0, txn: { app: 'a', version: 1 }, operation: 'APPEND' }
    await expect(table.commit({ ...change, add: missing })).rejects.toMatchObject({
      code: 'lake.staged_missing',
    })
    const foreign =
      '{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["columnMapping"]}}\n'
    await writeFile(join(fixture.root, 'std/people/_delta_log/00000000000000000001.json'), foreign)
    await expect(table.snapshot()).rejects.toMatchObject({ code: 'lake.protocol_unsupported' })
  })
})
