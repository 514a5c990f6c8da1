import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Relation } from '../engine/relation.ts'
import { type DeletesFixture, openDeletesFixture } from './deletes.testing.ts'
import { PEOPLE, people } from './lake.testing.ts'
import type { LakeTable } from './types.ts'

let fixture: DeletesFixture
let table: LakeTable

beforeEach(async () => {
  fixture = await openDeletesFixture()
  table = fixture.table
})

afterEach(() => fixture.close())

describe('staged deletions', () => {
  it('merges with what is deleted, names rows twice as once, and is the same for the same rows', async () => {
    await fixture.remove([4], 2)
    const before = await table.snapshot()
    const rows = sql`SELECT * FROM (${fixture.placesOf(before, [8, 5])}) UNION ALL (${fixture.placesOf(before, [8])})`
    const first = await table.stageDeletes(fixture.engine, before, rows, fixture.options(3))
    expect(first.map((entry) => [entry.file.bucket, entry.rows, entry.deletionVector])).toEqual([
      [0, 1, null],
      [1, 1, expect.objectContaining({ cardinality: 1 })],
    ])
    expect(await table.stageDeletes(fixture.engine, before, rows, fixture.options(3))).toEqual(first)
    const everything = table.select(before, { positions: true })
    const all = await table.stageDeletes(fixture.engine, before, everything, fixture.options(3))
    expect(all.map((entry) => [entry.rows, entry.deletionVector])).toEqual([1, 2, 2, 1].map((n) => [n, null]))
    const again = sql`SELECT ${first[0]?.file.path ?? ''}::VARCHAR AS _file, 0 AS _row`
    expect(await table.stageDeletes(fixture.engine, before, again, fixture.options(3))).toEqual([])
  })

  it('refuses rows that are not there, and tables without vectors', async () => {
    const now = await table.snapshot()
    const stage = (rows: Relation) => table.stageDeletes(fixture.engine, now, rows, fixture.options(2))
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
    const deletes = await table.stageDeletes(
      fixture.engine,
      before,
      fixture.placesOf(before, [1]),
      fixture.options(2),
    )
    await fixture.remove([5], 2)
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
    expect(await fixture.idsOf(await table.snapshot())).toEqual([1, 2, 3, 4, 6, 8])
  })

  it('brings back whole a file that is removed with its vector and added again', async () => {
    await fixture.remove([1], 2)
    const before = await table.snapshot()
    const rows = [1, 5].map((id) => ({ id, name: `n${id}` }))
    const add = await table.stage(fixture.engine, people(rows), { ...fixture.options(1), orderBy: sql`id` })
    const gone = before.files.filter((file) => file.bucket === 1)
    expect(add.map((file) => file.path)).not.toEqual([])
    const change = { remove: gone, readVersion: 2, txn: { app: 'build', version: 3 }, operation: 'RESTORE' }
    const same = add.map((file) => ({ ...file, path: gone[0]?.path ?? '' }))
    await expect(table.commit({ ...change, add: same, remove: [] })).rejects.toMatchObject({
      code: 'lake.already_live',
    })
    await table.commit({ ...change, add: same })
    expect(await fixture.idsOf(await table.snapshot())).toEqual([1, 2, 3, 4, 5, 6, 8])
    expect(await fixture.changed(3, 3)).toEqual(['3 insert 1'])
  })
})
