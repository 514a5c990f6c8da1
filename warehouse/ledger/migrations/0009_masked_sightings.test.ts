import { Kysely, PostgresDialect, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestDatabase, type TestDatabase } from '../../../test/support/ledger.ts'
import { migrate, migrations } from '../migrations.ts'
import { openPool } from '../pool.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await startTestDatabase()
})
afterAll(() => database.drop())

test('paths of an older ledger that hold the number of a person are forgotten', async () => {
  const pool = openPool(database.connectionString, 'here')
  const plain = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const before = Object.entries(migrations).filter(([name]) => name < '0009')
  await migrate(plain, 'here', Object.fromEntries(before))
  await sql`insert into ledger.sightings (path, dataset, size, mtime_ns, seen_at)
    select path, 'd', 1, 1, now() from (values ('x/d_full_20260101.csv'), ('x/d_full_20260101_150102199001010018.csv'),
      ('x/d_delta_20260101_13800138000.csv'), ('x/d_delta_20260101_15010219900101001x.csv')) as given (path)`.execute(
    plain,
  )
  await migrate(plain, 'here')
  const { rows } = await sql<{ path: string }>`select path from ledger.sightings`.execute(plain)
  expect(rows.map(({ path }) => path)).toEqual(['x/d_full_20260101.csv'])
  await plain.destroy()
})
