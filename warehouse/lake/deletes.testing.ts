import { sql } from 'kysely'
import type { Relation } from '../engine/relation.ts'
import { type Fixture, openFixture, PEOPLE, people } from './lake.testing.ts'
import type { LakeTable, Snapshot } from './types.ts'

/** For tests: a table of people 1 to 6 and 8 in four buckets, from which rows can be deleted. */
export interface DeletesFixture extends Fixture {
  table: LakeTable
  /** Staging options of the build with that number. */
  options(version: number): { name: string; partitionBy: 'bucket' }
  /** `_file` and `_row` of the people. */
  placesOf(snapshot: Snapshot, ids: number[]): Relation
  /** Deletes the people as build `version`; returns the version of the table. */
  remove(ids: number[], version: number): Promise<number>
  idsOf(snapshot: Snapshot, of?: LakeTable): Promise<number[]>
  /** The change feed, a text for each row: `<version> <type> <id>`. */
  changed(from: number, to: number): Promise<string[]>
}

export async function openDeletesFixture(): Promise<DeletesFixture> {
  const fixture = await openFixture()
  const { engine } = fixture
  const table = fixture.lake.table('base/people')
  await table.create(PEOPLE, { partitionBy: ['bucket'], changeFeed: true, deletionVectors: true })

  const options = (version: number) => ({ name: `release-${version}`, partitionBy: 'bucket' as const })
  const placesOf = (snapshot: Snapshot, ids: number[]) =>
    sql`SELECT _file, _row FROM ${table.select(snapshot, { positions: true })} WHERE id IN (${sql.join(ids)})`

  async function remove(ids: number[], version: number): Promise<number> {
    const before = await table.snapshot()
    const deletes = await table.stageDeletes(engine, before, placesOf(before, ids), options(version))
    const txn = { app: 'build', version }
    return table.commit({ add: [], deletes, readVersion: before.version, txn, operation: 'DELETE' })
  }

  async function idsOf(snapshot: Snapshot, of = table): Promise<number[]> {
    const rows = await engine.rows<{ id: bigint }>(sql`SELECT id FROM ${of.select(snapshot)} ORDER BY id`)
    return rows.map((row) => Number(row.id))
  }

  async function changed(from: number, to: number): Promise<string[]> {
    const rows = await engine.rows<{ id: bigint; type: string; version: bigint }>(
      sql`SELECT id, _change_type AS type, _commit_version AS version FROM ${await table.changes(from, to)}
          ORDER BY version, type, id`,
    )
    return rows.map((row) => `${row.version} ${row.type} ${row.id}`)
  }

  const rows = people([1, 2, 3, 4, 5, 6, 8].map((id) => ({ id, name: `n${id}` })))
  const add = await table.stage(engine, rows, { ...options(1), orderBy: sql`id` })
  await table.commit({ add, readVersion: 0, txn: { app: 'build', version: 1 }, operation: 'APPEND' })
  return { ...fixture, table, options, placesOf, remove, idsOf, changed }
}
