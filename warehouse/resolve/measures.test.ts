import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { geometryColumns } from '../../catalog/geometry_columns.ts'
import { datasetOf, foundationOf } from '../../catalog/lookup.ts'
import { type Engine, openEngine } from '../engine/engine.ts'
import { stateColumns } from '../tables/datasets.ts'
import { baseColumns } from '../tables/foundations.ts'
import { buildBucket } from './build.ts'
import { resolutionOf } from './model.ts'
import { resolveSlowly } from './reference.ts'
import { flatGolden, relationOf } from './rows.testing.ts'
import { statesOf } from './states.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-resolve-test'), threads: 2 })
})
afterAll(() => engine.close())

const foundation = {
  ...foundationOf(catalogue, 'geography'),
  datasets: ['land_parcels', 'division_boundaries'],
  confirmedBy: ['land_parcels', 'division_boundaries'],
}
const measured = (start: number) =>
  Object.fromEntries(geometryColumns.map((name, at) => [name, String(start + at + 0.5)]))
const row = (key: string, _line: number, start: number) => ({
  _extract: 1,
  _line,
  _op: 'I' as const,
  _repair: null,
  _from: '2026-01-01 00:00:00+00',
  values: { feature_id: key, geometry: 'a', updated_at: '2026-01-01 00:00:00+00', ...measured(start) },
})
const rows = {
  land_parcels: [
    row('DK15010200000001', 2, 10),
    row('DK15010200000001', 3, 20),
    row('BJ15010200000001', 4, 30),
  ],
  division_boundaries: [row('BJ15010200000001', 2, 40)],
}

test('the measures of a golden geometry are those of the record that it comes from', async () => {
  const small = { ...catalogue, foundations: [foundation] }
  const resolution = resolutionOf(small, foundation)
  const std = {
    land_parcels: await relationOf(
      engine,
      'std_parcels',
      datasetOf(catalogue, 'land_parcels'),
      rows.land_parcels,
    ),
    division_boundaries: await relationOf(
      engine,
      'std_boundaries',
      datasetOf(catalogue, 'division_boundaries'),
      rows.division_boundaries,
    ),
  }
  const built = await buildBucket(engine, { catalogue: small, foundation, bucket: 0, std })
  const golden = await flatGolden(engine, resolution, built.golden)
  const slow = resolveSlowly(resolution, rows).golden
  for (const [at, start] of [40, 20].entries()) {
    expect(golden[at]).toMatchObject(measured(start))
    expect(slow[at]).toMatchObject(measured(start))
  }
  const described = await engine.rows<{ column_name: string }>(sql`describe select * from ${built.golden}`)
  const columns = baseColumns(small, foundation).map(({ name }) => name)
  expect(described.map((each) => each.column_name)).toEqual(columns.filter((name) => name !== 'bucket'))
  await built.dispose()
})

test('states keep them too', async () => {
  const parcels = datasetOf(catalogue, 'land_parcels')
  const std = await relationOf(engine, 'std_states', parcels, rows.land_parcels.slice(0, 1))
  const described = await engine.rows<{ column_name: string }>(
    sql`describe select * from ${statesOf(parcels, std, null)}`,
  )
  const columns = stateColumns(catalogue, parcels).map(({ name }) => name)
  expect(described.map((each) => each.column_name)).toEqual(columns.filter((name) => name !== 'bucket'))
})
