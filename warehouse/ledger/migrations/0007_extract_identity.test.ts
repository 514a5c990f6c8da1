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

test('files of an older ledger that were passed over as copies, or failed for want of space, are looked at again', async () => {
  const pool = openPool(database.connectionString, 'here')
  const plain = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const before = Object.entries(migrations).filter(([name]) => name < '0007')
  await migrate(plain, 'here', Object.fromEntries(before))
  await sql`insert into ledger.extracts
      (dataset, seq, department, sha256, file_name, bytes, format, mode, as_of, landed_at, status, received, accepted, quarantined, detail)
    select 'd', seq, 'x', repeat(seq::text, 64), name, 1, 'csv', 'full', now(), now(), status, 0, 0, 0, detail::jsonb
    from (values (1, 'd_full_20260101.csv', 'ingested', '{}'),
      (2, 'd_full_20260102.csv', 'failed', '{"problems": [{"code": "error.engine.out_of_memory"}]}'),
      (3, 'd_full_20260103.csv', 'failed', '{"problems": [{"code": "error.connectors.empty_file"}]}')
    ) as given (seq, name, status, detail)`.execute(plain)
  await sql`insert into ledger.sightings (path, dataset, size, mtime_ns, seq, seen_at)
    select path, 'd', 1, 1, seq, now() from (values ('x/d_full_20260101.csv', 1), ('x/d_full_20260105.csv', 1),
      ('x/d_full_20260102.csv', 2), ('x/d_full_20260103.csv', 3), ('x/d_full_20260104.csv', null)) as given (path, seq)`.execute(
    plain,
  )
  await migrate(plain, 'here')
  const { rows } = await sql<{ path: string }>`select path from ledger.sightings order by path`.execute(plain)
  expect(rows.map(({ path }) => path)).toEqual([
    'x/d_full_20260101.csv',
    'x/d_full_20260103.csv',
    'x/d_full_20260104.csv',
  ])
  await plain.destroy()
})
