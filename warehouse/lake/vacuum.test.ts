import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Fixture, openFixture, PEOPLE, people } from './lake.testing.ts'
import type { LakeTable } from './types.ts'

const HOUR = 3600_000
let fixture: Fixture
let table: LakeTable
let folder: string

beforeEach(async () => {
  fixture = await openFixture()
  table = fixture.lake.table('base/people')
  folder = join(fixture.root, 'base/people')
  await table.create(PEOPLE, { partitionBy: ['bucket'], changeFeed: true })
  // Versions 1 to 5, an hour apart, each replacing the one row by another.
  for (let version = 1; version <= 5; version++) await replace(version)
})

afterEach(() => fixture.close())

async function replace(version: number): Promise<void> {
  fixture.clock.at += HOUR
  const before = await table.snapshot()
  const options = { name: `release-${version}`, bucket: 1 }
  const row = (name: string) => sql`SELECT id, name FROM (${people([{ id: 1, name }])})`
  const add = await table.stage(fixture.engine, row(`v${version}`), options)
  const changed = sql`SELECT *, 'update_postimage' AS _change_type FROM (${row(`v${version}`)})`
  const cdc = version === 4 ? undefined : await table.stageChanges(fixture.engine, changed, options)
  await table.commit({
    add,
    remove: before.files,
    ...(cdc ? { cdc } : {}),
    readVersion: before.version,
    txn: { app: 'build', version },
    operation: 'BUILD',
  })
  await age(fixture.clock.at)
}

/** Sets the time of files that this test wrote by the wall clock to the test's clock. */
async function age(time: number): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && !aged.has(path)) {
      aged.add(path)
      await utimes(path, time / 1000, time / 1000)
    }
  }
}
const aged = new Set<string>()

async function readable(version: number): Promise<boolean> {
  const rows = table.select(await table.snapshot({ version }))
  try {
    const names = await fixture.engine.rows<{ name: string }>(sql`SELECT name FROM ${rows}`)
    expect(names).toEqual([{ name: `v${version}` }])
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'engine.file_missing' })
    return false
  }
}

const readableVersions = async () => {
  const versions: number[] = []
  for (let version = 1; version <= 5; version++) if (await readable(version)) versions.push(version)
  return versions
}

describe('vacuum', () => {
  it('removes nothing that was the latest within the retention', async () => {
    fixture.clock.at += HOUR / 2
    // At that time 2 hours back, version 3 was the latest.
    await table.vacuum({ retainHours: 2, keepVersions: [] })
    expect(await readableVersions()).toEqual([3, 4, 5])
    await table.vacuum({ retainHours: 2, keepVersions: [] })
    expect(await readableVersions()).toEqual([3, 4, 5])
  })

  it('keeps kept versions and the changes since the oldest of them', async () => {
    fixture.clock.at += 100 * HOUR
    const result = await table.vacuum({ retainHours: 1, keepVersions: [2] })
    expect(await readableVersions()).toEqual([2, 3, 4, 5])
    const changes = await table.changes(3, 5)
    const types = await fixture.engine.rows(
      sql`SELECT _commit_version AS v, _change_type AS t, name FROM ${changes} ORDER BY ALL`,
    )
    expect(types).toEqual([
      { v: 3n, t: 'update_postimage', name: 'v3' },
      { v: 4n, t: 'delete', name: 'v3' },
      { v: 4n, t: 'insert', name: 'v4' },
      { v: 5n, t: 'update_postimage', name: 'v5' },
    ])
    // Version 1's file and the change rows of versions 1 and 2.
    expect(result.removed).toBe(3)
  })

  it('removes positions of versions that nobody keeps, and files whose rows are all deleted', async () => {
    const updated = fixture.lake.table('base/updated')
    folder = join(fixture.root, 'base/updated')
    await updated.create(PEOPLE, { partitionBy: ['bucket'], deletionVectors: true })
    const four = [1, 5, 9, 13].map((id) => ({ id, name: 'a' }))
    const add = await updated.stage(fixture.engine, people(four), { name: 'four', partitionBy: 'bucket' })
    await updated.commit({ add, readVersion: 0, txn: { app: 'build', version: 1 }, operation: 'WRITE' })
    for (const [index, { id }] of four.entries()) {
      fixture.clock.at += HOUR
      const before = await updated.snapshot()
      const rows = sql`SELECT _file, _row FROM ${updated.select(before, { positions: true })} WHERE id = ${id}`
      const deletes = await updated.stageDeletes(fixture.engine, before, rows, { name: 'd' })
      const txn = { app: 'build', version: index + 2 }
      await updated.commit({ add: [], deletes, readVersion: before.version, txn, operation: 'DELETE' })
      await age(fixture.clock.at)
    }
    const left = async (version: number) => {
      const rows = updated.select(await updated.snapshot({ version }))
      return Number((await fixture.engine.rows<{ n: bigint }>(sql`SELECT count(*) AS n FROM ${rows}`))[0]?.n)
    }
    fixture.clock.at += 100 * HOUR
    // Of the positions of versions 2, 3 and 4 those of 4 stay; the file stays for version 4.
    expect(await updated.vacuum({ retainHours: 1, keepVersions: [4] })).toMatchObject({ removed: 2 })
    for (const [version, rows] of [3, 2, 1, 0].entries()) expect(await left(version + 2)).toBe(rows)
    expect(await updated.vacuum({ retainHours: 1, keepVersions: [] })).toMatchObject({ removed: 2 })
    expect(await left(5)).toBe(0)
  })

  it('removes leftovers only once they are old', async () => {
    const leftovers = [
      '_staging/full-1~host~1~aa/rows.parquet',
      'bucket=2/never-0-aa.parquet',
      '_delta_log/.tmp-1-aa',
    ]
    for (const path of leftovers) {
      await mkdir(join(folder, path, '..'), { recursive: true })
      await writeFile(join(folder, path), 'x')
    }
    await writeFile(join(folder, 'notes.txt'), 'not ours')
    await age(fixture.clock.at)
    fixture.clock.at += HOUR
    expect((await table.vacuum({ retainHours: 2, keepVersions: [0, 1, 2, 3, 4, 5] })).removed).toBe(0)
    fixture.clock.at += 2 * HOUR
    expect(await table.vacuum({ retainHours: 2, keepVersions: [0, 1, 2, 3, 4, 5] })).toMatchObject({
      removed: 3,
    })
    expect(await readableVersions()).toEqual([1, 2, 3, 4, 5])
    expect((await readdir(join(folder, '_delta_log'))).length).toBe(6)
  })
})
