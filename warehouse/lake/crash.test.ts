import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Fault, faultStore, InjectedFault } from './fault_store.testing.ts'
import { type Fixture, openFixture, PEOPLE, people } from './lake.testing.ts'
import { fileStore } from './store.ts'
import type { Lake } from './types.ts'

let fixture: Fixture

beforeEach(async () => {
  fixture = await openFixture()
})

afterEach(() => fixture.close())

const named = (ids: number[], name: string) => ids.map((id) => ({ id, name }))
const OLD = named([1, 2, 3, 4, 5, 6, 7, 8], 'old')
const NEW = named([2, 3, 4, 5], 'new')
const UPDATED = [...named([1, 2, 3, 4], 'new'), ...named([5, 6, 7, 8], 'old')]

/** Nine small appends; the change that follows is version 10, so that its checkpoint is part of the test. */
async function prepare(lake: Lake, name: string): Promise<void> {
  const table = lake.table(name)
  await table.create(PEOPLE, { partitionBy: ['bucket'], changeFeed: true, deletionVectors: true })
  for (let version = 1; version <= 9; version++) {
    const rows = version === 1 ? OLD : []
    const add = await table.stage(fixture.engine, people(rows), {
      name: `extract-${version}`,
      partitionBy: 'bucket',
    })
    await table.commit({
      add,
      readVersion: version - 1,
      txn: { app: 'ingest', version },
      operation: 'APPEND',
    })
  }
}

async function overwrite(lake: Lake, name: string): Promise<number> {
  const table = lake.table(name)
  const before = await table.snapshot()
  const options = { name: 'full-1', partitionBy: 'bucket' as const }
  const add = await table.stage(fixture.engine, people(NEW), options)
  const changes = sql`SELECT *, 'insert' AS _change_type FROM (${people(NEW)})
    UNION ALL SELECT *, 'delete' FROM ${table.select(before)}`
  const cdc = await table.stageChanges(fixture.engine, changes, options)
  const txn = { app: 'full', version: 1 }
  return table.commit({
    add,
    cdc,
    remove: before.files,
    readVersion: before.version,
    txn,
    operation: 'REPLACE',
  })
}

/** Ends half of each file's rows and adds others in their place. */
async function update(lake: Lake, name: string): Promise<number> {
  const table = lake.table(name)
  const before = await table.snapshot()
  const options = { name: 'update-1', partitionBy: 'bucket' as const }
  const add = await table.stage(fixture.engine, people(UPDATED.slice(0, 4)), options)
  const rows = sql`SELECT _file, _row FROM ${table.select(before, { positions: true })} WHERE id <= 4`
  const deletes = await table.stageDeletes(fixture.engine, before, rows, options)
  const txn = { app: 'full', version: 1 }
  return table.commit({ add, deletes, readVersion: before.version, txn, operation: 'UPDATE' })
}

const CHANGES = [
  { what: 'overwrite', write: overwrite, rows: NEW },
  { what: 'update', write: update, rows: UPDATED },
]

async function content(lake: Lake, name: string) {
  const table = lake.table(name)
  const rows = table.select(await table.snapshot())
  return fixture.engine.rows<{ id: bigint; name: string }>(sql`SELECT id, name FROM ${rows} ORDER BY id`)
}

const expected = (rows: { id: number; name: string }[]) => rows.map((row) => ({ ...row, id: BigInt(row.id) }))

describe('a writer killed at any change of the store', () => {
  const faults: Fault[] = ['killed_before', 'killed_after', 'reply_lost']
  for (const { fault, what, write, rows } of faults.flatMap((fault) =>
    CHANGES.map((it) => ({ fault, ...it })),
  )) {
    it(`leaves a whole version and is made good by running again (${what}, ${fault})`, async () => {
      const store = fileStore(fixture.root)
      await prepare(fixture.lake, 'std/prepared')
      for (let at = 1; ; at++) {
        const name = `std/people_${at}`
        await cp(join(fixture.root, 'std/prepared'), join(fixture.root, name), { recursive: true })
        const faulty = faultStore(store, at, fault)
        const failed = await write(await fixture.reopen(faulty), name).then(
          () => false,
          (error: unknown) => {
            if (error instanceof InjectedFault) return true
            throw error
          },
        )
        const after = await content(await fixture.reopen(), name)
        expect([expected(OLD), expected(rows)]).toContainEqual(after)
        expect(await write(await fixture.reopen(), name)).toBe(10)
        const lake = await fixture.reopen()
        expect(await content(lake, name)).toEqual(expected(rows))
        expect((await lake.table(name).history()).length).toBe(11)
        if (!failed && faulty.changes() < at) return
      }
    })
  }

  it('knows its own commit when the reply is lost', async () => {
    await prepare(fixture.lake, 'std/people')
    const store = fileStore(fixture.root)
    const lossy = {
      ...store,
      putIfAbsent: async (path: string, data: string) => {
        await store.putIfAbsent(path, data)
        throw new InjectedFault('reply lost')
      },
    }
    expect(await overwrite(await fixture.reopen(lossy), 'std/people')).toBe(10)
    const twice = {
      ...store,
      putIfAbsent: async (path: string, data: string) => {
        await store.putIfAbsent(path, data)
        return store.putIfAbsent(path, data)
      },
    }
    const table = (await fixture.reopen(twice)).table('std/people')
    const txn = { app: 'again', version: 1 }
    expect(await table.commit({ add: [], readVersion: 10, txn, operation: 'APPEND' })).toBe(11)
    expect((await table.snapshot()).version).toBe(11)
  })
})
