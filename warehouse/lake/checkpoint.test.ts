import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Fixture, openFixture, PEOPLE, people } from './lake.testing.ts'
import type { LakeTable } from './types.ts'

let fixture: Fixture
let table: LakeTable
let log: string

beforeEach(async () => {
  fixture = await openFixture()
  table = fixture.lake.table('std/people')
  log = join(fixture.root, 'std/people/_delta_log')
  await table.create(PEOPLE, { partitionBy: ['bucket'], changeFeed: true })
  for (let version = 1; version <= 21; version++) {
    const before = await table.snapshot()
    const add = await table.stage(fixture.engine, people([{ id: version, name: `v${version}` }]), {
      name: `e-${version}`,
      partitionBy: 'bucket',
    })
    const remove = version % 7 === 0 ? { remove: before.files.slice(0, 2) } : {}
    await table.commit({
      add,
      ...remove,
      readVersion: version - 1,
      txn: { app: `app-${version % 3}`, version },
      operation: 'WRITE',
    })
  }
})

afterEach(() => fixture.close())

const numbered = (version: number, suffix: string) =>
  join(log, `${String(version).padStart(20, '0')}.${suffix}`)

it('opens the same from checkpoints as from the first commit', async () => {
  const pointer = JSON.parse(await readFile(join(log, '_last_checkpoint'), 'utf8'))
  expect(pointer).toMatchObject({ version: 20 })
  const fromCheckpoint = (await fixture.reopen()).table('std/people')
  const late = [
    await fromCheckpoint.snapshot(),
    await fromCheckpoint.snapshot({ version: 15 }),
    await fromCheckpoint.snapshot({ version: 20 }),
  ]
  for (const version of [10, 20]) await rm(numbered(version, 'checkpoint.parquet'))
  const fromStart = (await fixture.reopen()).table('std/people')
  expect(late).toEqual([
    await fromStart.snapshot(),
    await fromStart.snapshot({ version: 15 }),
    await fromStart.snapshot({ version: 20 }),
  ])
  expect(late[0]).toEqual(await table.snapshot())
})

it('has the columns of the Delta protocol and holds what replay needs, once', async () => {
  const file = sql`read_parquet(${numbered(20, 'checkpoint.parquet')})`
  const rows = await fixture.engine.rows(
    sql`SELECT count(protocol) AS protocol, count("metaData") AS meta, count(txn) AS txn, count("add") AS files,
        count(remove) AS removed, bool_and(protocol."minReaderVersion" = 1) AS reader FROM ${file}`,
  )
  expect(rows).toEqual([{ protocol: 1n, meta: 1n, txn: 3n, files: 16n, removed: 4n, reader: true }])
})

it('keeps deletion vectors, also of removed files', async () => {
  const vectored = fixture.lake.table('base/people')
  await vectored.create(PEOPLE, { partitionBy: ['bucket'], changeFeed: true, deletionVectors: true })
  const rows = people([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((id) => ({ id, name: 'a' })))
  const add = await vectored.stage(fixture.engine, rows, { name: 'all', partitionBy: 'bucket' })
  await vectored.commit({ add, readVersion: 0, txn: { app: 'build', version: 1 }, operation: 'WRITE' })
  for (let id = 1; id <= 9; id++) {
    const before = await vectored.snapshot()
    const gone = sql`SELECT _file, _row FROM ${vectored.select(before, { positions: true })} WHERE id = ${id}`
    const deletes = await vectored.stageDeletes(fixture.engine, before, gone, { name: 'd' })
    const txn = { app: 'build', version: id + 1 }
    await vectored.commit({ add: [], deletes, readVersion: id, txn, operation: 'DELETE' })
  }
  const file = join(fixture.root, 'base/people/_delta_log', `${'10'.padStart(20, '0')}.checkpoint.parquet`)
  const held = await fixture.engine.rows(
    sql`SELECT count("add".path) AS files, count(remove.path) AS removed, count("add"."deletionVector".cardinality) AS vectors,
        count(remove."deletionVector".cardinality) AS removed_vectors,
        bool_or(protocol."readerFeatures" = ['deletionVectors']) AS readers FROM read_parquet(${file})`,
  )
  // Three rows a file: bucket 1 lost all of them; each earlier state of a file is a removal.
  expect(held).toEqual([{ files: 3n, removed: 9n, vectors: 3n, removed_vectors: 5n, readers: true }])
  const reopened = (await fixture.reopen()).table('base/people')
  expect(await reopened.snapshot()).toEqual(await vectored.snapshot())
  const left = sql`SELECT id FROM ${reopened.select(await reopened.snapshot())} ORDER BY id`
  expect(await fixture.engine.rows(left)).toEqual([{ id: 10n }, { id: 11n }, { id: 12n }])
})

it('says which commit is missing when the log is damaged', async () => {
  await rm(numbered(18, 'json'))
  const reopened = (await fixture.reopen()).table('std/people')
  await expect(reopened.snapshot({ version: 19 })).rejects.toMatchObject({
    code: 'lake.log_damaged',
    fields: { file: '00000000000000000018.json' },
  })
  expect((await reopened.snapshot()).version).toBe(21)
})
