import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Fault, faultStore, InjectedFault } from './fault_store.ts'
import { type Fixture, openFixture, PEOPLE, people } from './fixture.ts'
import { fileStore } from './store.ts'
import type { Lake } from './types.ts'

let fixture: Fixture

beforeEach(async () => {
  fixture = await openFixture()
})

afterEach(() => fixture.close())

const OLD = [1, 2, 3, 4].map((id) => ({ id, name: 'old' }))
const NEW = [2, 3, 4, 5].map((id) => ({ id, name: 'new' }))

/** Nine small appends; the overwrite that follows is version 10, so that its checkpoint is part of the test. */
async function prepare(lake: Lake, name: string): Promise<void> {
  const table = lake.table(name)
  await table.create(PEOPLE, { partitionBy: ['bucket'], changeFeed: true })
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

async function content(lake: Lake, name: string) {
  const table = lake.table(name)
  const rows = table.select(await table.snapshot())
  return fixture.engine.rows<{ id: bigint; name: string }>(sql`SELECT id, name FROM ${rows} ORDER BY id`)
}

const expected = (rows: { id: number; name: string }[]) => rows.map((row) => ({ ...row, id: BigInt(row.id) }))

describe('a writer killed at any change of the store', () => {
  for (const fault of ['killed_before', 'killed_after', 'reply_lost'] satisfies Fault[]) {
    it(`leaves a whole version and is made good by running again (${fault})`, async () => {
      const store = fileStore(fixture.root)
      await prepare(fixture.lake, 'std/prepared')
      for (let at = 1; ; at++) {
        const name = `std/people_${at}`
        await cp(join(fixture.root, 'std/prepared'), join(fixture.root, name), { recursive: true })
        const faulty = faultStore(store, at, fault)
        const failed = await overwrite(await fixture.reopen(faulty), name).then(
          () => false,
          (error: unknown) => {
            if (error instanceof InjectedFault) return true
            throw error
          },
        )
        const after = await content(await fixture.reopen(), name)
        expect([expected(OLD), expected(NEW)]).toContainEqual(after)
        expect(await overwrite(await fixture.reopen(), name)).toBe(10)
        const lake = await fixture.reopen()
        expect(await content(lake, name)).toEqual(expected(NEW))
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
