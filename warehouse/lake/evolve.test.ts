import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Column } from '../engine/column.ts'
import { type Fixture, openFixture, PEOPLE, people } from './lake.testing.ts'
import type { LakeTable, Snapshot } from './types.ts'

let fixture: Fixture
let table: LakeTable

const SEX: Column = { name: 'sex', type: 'VARCHAR', nullable: true }
const SHAPE: Column = { name: 'shape', type: 'BLOB', nullable: true }
const TAGS: Column = { name: 'tags', type: 'STRUCT("a" VARCHAR)[]', nullable: true }
/** New columns in the middle, as a dataset's new fields come before its own columns. */
const WIDER = [...PEOPLE.slice(0, 2), SEX, ...PEOPLE.slice(2)]
const WIDEST = [...PEOPLE.slice(0, 2), SHAPE, SEX, TAGS, ...PEOPLE.slice(2)]
const OPTIONS = { partitionBy: ['bucket'], changeFeed: true, deletionVectors: true }

beforeEach(async () => {
  fixture = await openFixture()
  table = fixture.lake.table('std/people')
})

afterEach(() => fixture.close())

async function append(id: number, version: number, extra = sql``): Promise<number> {
  const rows = sql`SELECT *${extra} FROM (${people([{ id, name: `n${id}` }])})`
  const add = await table.stage(fixture.engine, rows, { name: `e-${version}`, partitionBy: 'bucket' })
  const { version: readVersion } = await table.snapshot()
  return table.commit({ add, readVersion, txn: { app: 'ingest', version }, operation: 'APPEND' })
}

const read = (snapshot: Snapshot, of = table) =>
  fixture.engine.rows(sql`SELECT * FROM ${of.select(snapshot)} ORDER BY id`)

describe("evolve: 'add'", () => {
  const add = { ...OPTIONS, evolve: 'add' as const }

  it('adds nullable columns that older rows have NULL in, at every version by its own schema', async () => {
    await table.create(PEOPLE, add)
    await append(1, 1)
    await table.create(WIDER, add)
    await table.create(WIDER, add)
    expect((await table.snapshot()).version).toBe(2)
    await append(2, 2, sql`, 'F' AS sex`)
    await table.create(WIDEST, add)
    await append(3, 3, sql`, 'M' AS sex, 'x'::BLOB AS shape, [{'a': 'b'}] AS tags`)
    const rows = [
      { id: 1n, name: 'n1', bucket: 1, sex: null, shape: null, tags: null },
      { id: 2n, name: 'n2', bucket: 2, sex: 'F', shape: null, tags: null },
      { id: 3n, name: 'n3', bucket: 3, sex: 'M', shape: Buffer.from('x'), tags: [{ a: 'b' }] },
    ]
    expect(await read(await table.snapshot())).toEqual(rows)
    const reopened = (await fixture.reopen()).table('std/people')
    expect(await read(await reopened.snapshot(), reopened)).toEqual(rows)
    const old = await table.snapshot({ version: 3 })
    expect(await read(old)).toEqual(rows.slice(0, 2).map(({ shape, tags, ...row }) => row))
    expect(await read(await table.snapshot({ version: 1 }))).toEqual([{ id: 1n, name: 'n1', bucket: 1 }])
    const first = table.select(old, { files: old.files.slice(0, 1) })
    expect(await fixture.engine.rows(sql`SELECT sex FROM ${first}`)).toEqual([{ sex: null }])
  })

  it('keeps its place and its content through deletions, checkpoints and the feed', async () => {
    await table.create(PEOPLE, add)
    await append(1, 1)
    await append(5, 2)
    await table.create(WIDER, add)
    await append(2, 3, sql`, 'F' AS sex`)
    const before = await table.snapshot()
    const all = table.select(before, { positions: true })
    const places = sql`SELECT _file, _row FROM ${all} WHERE id IN (1, 2)`
    const deletes = await table.stageDeletes(fixture.engine, before, places, { name: 'd' })
    const changes = sql`SELECT *, 'delete' AS _change_type FROM ${table.select(before)} WHERE id IN (1, 2)`
    const cdc = await table.stageChanges(fixture.engine, changes, { name: 'd', partitionBy: 'bucket' })
    const txn = { app: 'd', version: 1 }
    await table.commit({ add: [], deletes, cdc, readVersion: before.version, txn, operation: 'DELETE' })
    for (const version of [4, 5, 6, 7]) await append(10 + version, version, sql`, 'F' AS sex`)
    const reopened = (await fixture.reopen()).table('std/people')
    const ids = await fixture.engine.rows(
      sql`SELECT id, sex FROM ${reopened.select(await reopened.snapshot())} WHERE id < 10`,
    )
    expect(ids).toEqual([{ id: 5n, sex: null }])
    const feed = await fixture.engine.rows(
      sql`SELECT _change_type AS type, id, sex FROM ${await reopened.changes(0, 5)} ORDER BY _commit_version, id`,
    )
    expect(feed).toEqual([
      { type: 'insert', id: 1n, sex: null },
      { type: 'insert', id: 5n, sex: null },
      { type: 'insert', id: 2n, sex: 'F' },
      { type: 'delete', id: 1n, sex: null },
      { type: 'delete', id: 2n, sex: 'F' },
    ])
    const narrow = await table.changes(0, 2)
    expect(
      await fixture.engine.rows(sql`SELECT * EXCLUDE (_commit_timestamp) FROM ${narrow} WHERE id = 1`),
    ).toEqual([{ id: 1n, name: 'n1', bucket: 1, _change_type: 'insert', _commit_version: 1n }])
  })

  it('switches deletion vectors on, and refuses everything else', async () => {
    const plain = { partitionBy: ['bucket'], changeFeed: true }
    await table.create(PEOPLE, plain)
    await append(1, 1)
    await table.create(PEOPLE, add)
    expect(await table.snapshot()).toMatchObject({ version: 2, deletionVectors: true, definedAt: 0 })
    expect(await read(await table.snapshot())).toHaveLength(1)
    const refused: [Column[], object][] = [
      [[...PEOPLE, { ...SEX, nullable: false }], add],
      [PEOPLE.slice(1), add],
      [PEOPLE.map((column) => ({ ...column, nullable: true })), add],
      [WIDER, { ...add, changeFeed: false }],
      [WIDER, { ...add, partitionBy: [] }],
      [WIDER, { ...add, deletionVectors: false }],
      [WIDER, OPTIONS],
    ]
    for (const [schema, options] of refused) {
      await expect(table.create(schema, options)).rejects.toMatchObject({ code: 'lake.schema_mismatch' })
    }
    expect((await table.snapshot()).version).toBe(2)
  })
})

describe("evolve: 'replace'", () => {
  const replace = { ...OPTIONS, evolve: 'replace' as const }
  const OTHER = [{ name: 'id', type: 'VARCHAR', nullable: false }, ...PEOPLE.slice(2)]

  it('ends all rows in one version with another definition; older versions keep theirs', async () => {
    await table.create(PEOPLE, { partitionBy: ['bucket'], changeFeed: true })
    await append(1, 1)
    await append(2, 2)
    await table.create(OTHER, replace)
    await table.create(OTHER, replace)
    const now = await table.snapshot()
    expect(now).toMatchObject({ version: 3, files: [], definedAt: 3, deletionVectors: true, schema: OTHER })
    const rows = sql`SELECT 'a' AS id, 1 AS bucket`
    const add = await table.stage(fixture.engine, rows, { name: 'build', partitionBy: 'bucket' })
    await table.commit({ add, readVersion: 3, txn: { app: 'build', version: 1 }, operation: 'BUILD' })
    const reopened = (await fixture.reopen()).table('std/people')
    expect(await read(await reopened.snapshot(), reopened)).toEqual([{ id: 'a', bucket: 1 }])
    expect(await read(await table.snapshot({ version: 2 }))).toHaveLength(2)
    expect((await table.snapshot({ version: 2 })).schema).toEqual(PEOPLE)
    expect(await table.changedBuckets(2, 4)).toEqual(new Set([1, 2]))
    const log = join(fixture.root, 'std/people/_delta_log/00000000000000000003.json')
    expect(await readFile(log, 'utf8')).toContain('"minReaderVersion":3')
  })

  it('breaks the change feed, and says from where it goes on', async () => {
    await table.create(PEOPLE, OPTIONS)
    await append(1, 1)
    await table.create(OTHER, replace)
    const rows = sql`SELECT 'a' AS id, 1 AS bucket`
    const add = await table.stage(fixture.engine, rows, { name: 'build', partitionBy: 'bucket' })
    await table.commit({ add, readVersion: 2, txn: { app: 'build', version: 1 }, operation: 'BUILD' })
    for (const [from, to] of [
      [0, 3],
      [2, 3],
      [1, 2],
    ] as const)
      await expect(table.changes(from, to)).rejects.toMatchObject({
        code: 'lake.feed_broken',
        fields: { version: 2, from },
      })
    const columns = sql`SELECT id, _change_type AS type`
    expect(await fixture.engine.rows(sql`${columns} FROM ${await table.changes(3, 3)}`)).toEqual([
      { id: 'a', type: 'insert' },
    ])
    expect(await fixture.engine.rows(sql`${columns} FROM ${await table.changes(0, 1)}`)).toEqual([
      { id: 1n, type: 'insert' },
    ])
  })

  it('makes writers who read before it compute again', async () => {
    await table.create(PEOPLE, OPTIONS)
    const rows = people([{ id: 1, name: 'a' }])
    const add = await table.stage(fixture.engine, rows, { name: 'x', partitionBy: 'bucket' })
    await table.create(OTHER, replace)
    const change = { add, readVersion: 0, txn: { app: 'a', version: 1 }, operation: 'APPEND' }
    await expect(table.commit(change)).rejects.toMatchObject({ code: 'lake.conflict' })
  })
})

describe('rewrite', () => {
  const OTHER = [PEOPLE[0] ?? SEX, { name: 'called', type: 'VARCHAR', nullable: true }, ...PEOPLE.slice(2)]
  const how = (readVersion: number, version = 1) => ({
    parts: [{ name: 'again', rows: sql`SELECT id, name AS called, bucket FROM ${table.select(now)}` }],
    ...{ readVersion, txn: { app: 'again', version }, operation: 'RENAME COLUMN' },
  })
  let now: Snapshot

  beforeEach(async () => {
    await table.create(PEOPLE, { partitionBy: ['bucket'], evolve: 'add' })
    await append(1, 1)
    await append(2, 2)
    now = await table.snapshot()
  })

  it('puts other columns and rows in place of all by one version, once', async () => {
    expect(await table.rewrite(fixture.engine, OTHER, how(2))).toBe(3)
    expect(await table.rewrite(fixture.engine, OTHER, how(2))).toBe(3)
    const reopened = (await fixture.reopen()).table('std/people')
    const after = await reopened.snapshot()
    expect(after).toMatchObject({ version: 3, schema: OTHER, partitionBy: ['bucket'] })
    expect(after.txns).toEqual(new Map([...now.txns, ['again', 1]]))
    expect(await read(after, reopened)).toEqual([
      { id: 1n, called: 'n1', bucket: 1 },
      { id: 2n, called: 'n2', bucket: 2 },
    ])
    expect(await read(await reopened.snapshot({ version: 2 }), reopened)).toHaveLength(2)
    expect((await reopened.snapshot({ version: 2 })).schema).toEqual(PEOPLE)
  })

  it('keeps files of the same content, also where columns were added before', async () => {
    await table.create(WIDER, { partitionBy: ['bucket'], evolve: 'add' })
    await append(3, 3, sql`, 'F' AS sex`)
    const { version, schema, files } = await table.snapshot()
    const rows = sql`SELECT *, 'F' AS sex FROM (${people([{ id: 3, name: 'n3' }])})`
    const parts = [{ name: 'e-3', rows }]
    await table.rewrite(fixture.engine, schema, { parts, readVersion: version, operation: 'REPLACE' })
    const after = await table.snapshot()
    expect(after.files.map(({ path }) => path)).toEqual(
      files.filter(({ path }) => path.includes('e-3-')).map(({ path }) => path),
    )
    expect(await read(after)).toEqual([{ id: 3n, name: 'n3', sex: 'F', bucket: 3 }])
  })

  it('and every other writer meet: who read before computes again', async () => {
    const add = await table.stage(fixture.engine, people([{ id: 9, name: 'x' }]), {
      ...{ name: 'late', partitionBy: 'bucket' as const },
    })
    await table.rewrite(fixture.engine, OTHER, how(2))
    const late = { add, readVersion: 2, txn: { app: 'late', version: 1 }, operation: 'APPEND' }
    await expect(table.commit(late)).rejects.toMatchObject({ code: 'lake.conflict', kind: 'transient' })
    await expect(table.rewrite(fixture.engine, OTHER, how(2, 2))).rejects.toMatchObject({
      ...{ code: 'lake.conflict', kind: 'transient' },
    })
  })
})
