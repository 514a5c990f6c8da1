import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, it } from 'vitest'
import { catalogue } from '../../../catalog/catalogue.ts'
import { datasetOf } from '../../../catalog/lookup.ts'
import { systemClock } from '../../../core/clock.ts'
import { openEngine } from '../../../warehouse/engine/engine.ts'
import { openLake } from '../../../warehouse/lake/lake.ts'
import { historyColumns } from '../../../warehouse/tables/quality.ts'
import { createDatasetTables } from './tables.ts'

const folder = mkdtempSync(join(tmpdir(), 'tables-'))
const engine = await openEngine({ tempDirectory: join(folder, 'spill') })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

it('adds the new columns of the history to a table of an older version, whose rows have NULL in them', async () => {
  const lake = await openLake({ root: join(folder, 'lake'), engine, clock: systemClock })
  const table = lake.table('quality/history')
  const old = historyColumns().filter(({ name }) => !['version', 'ruleset', 'period', 'mode'].includes(name))
  await table.create(old)
  const nulls = old.map(({ name }) => sql`null as ${sql.id(name)}`)
  const add = await table.stage(engine, sql`select ${sql.join(nulls)}`, { name: 'old' })
  await table.commit({ add, readVersion: 0, txn: { app: 'test', version: 1 }, operation: 'SCORE' })
  await createDatasetTables({ lake, catalogue, engine }, datasetOf(catalogue, 'household_registration'))
  const now = await table.snapshot()
  expect(now.schema).toEqual(historyColumns())
  expect(await engine.rows(sql`select version, period from ${table.select(now)}`)).toEqual([
    { version: null, period: null },
  ])
})
