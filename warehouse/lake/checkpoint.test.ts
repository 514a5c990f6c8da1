import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Fixture, openFixture, PEOPLE, people } from './fixture.ts'
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

it('says which commit is missing when the log is damaged', async () => {
  await rm(numbered(18, 'json'))
  const reopened = (await fixture.reopen()).table('std/people')
  await expect(reopened.snapshot({ version: 19 })).rejects.toMatchObject({
    code: 'lake.log_damaged',
    fields: { file: '00000000000000000018.json' },
  })
  expect((await reopened.snapshot()).version).toBe(21)
})
