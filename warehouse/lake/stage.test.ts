import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type DeletesFixture, openDeletesFixture } from './deletes.testing.ts'

let fixture: DeletesFixture

beforeEach(async () => {
  fixture = await openDeletesFixture()
})

afterEach(() => fixture.close())

it.each([0, 5000, 130_000])('stages %d rows in their order, one file for each part', async (count) => {
  const { table, engine, options } = fixture
  const rows = sql`select i::bigint as id, 'n' || i as name, (i % 4)::integer as bucket
    from range(${sql.lit(count)}) as t(i) order by hash(i)`
  const staged = await table.stage(engine, rows, { ...options(2), orderBy: sql`name desc` })
  expect(staged.map(({ rows }) => rows)).toEqual(Array(count === 0 ? 0 : 4).fill(count / 4))
  expect(await table.stage(engine, rows, { ...options(2), orderBy: sql`name desc` })).toEqual(staged)
  const before = await table.snapshot()
  const change = { add: staged, remove: before.files, readVersion: before.version, operation: 'BUILD' }
  await table.commit({ ...change, txn: { app: 'build', version: 2 } })
  const relation = table.select(await table.snapshot(), { positions: true })
  const [row] = await engine.rows<{ misplaced: number }>(sql`select count(*)::double as misplaced from (
    select name, lag(name) over (partition by _file order by _row) as previous from ${relation}) where previous < name`)
  expect(row?.misplaced).toBe(0)
})
