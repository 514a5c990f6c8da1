import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { catalogue } from '../catalog/catalogue.ts'
import { datasetOf } from '../catalog/lookup.ts'
import { latestRelease } from '../warehouse/ledger/releases.ts'
import { startTestPlatform, type TestPlatform } from './support/platform.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform()
})
afterAll(() => platform.close())

function send(dataset: string, day: string, rows: Record<string, string>[]): void {
  const { fields, providingDepartment } = datasetOf(catalogue, dataset)
  const folder = platform.paths.drop(providingDepartment)
  mkdirSync(folder, { recursive: true })
  const cell = (text: string | undefined) => `"${(text ?? '').replaceAll('"', '""')}"`
  const lines = [
    fields.map((field) => field.header).join(','),
    ...rows.map((row) => fields.map((field) => cell(row[field.id])).join(',')),
  ]
  writeFileSync(join(folder, `${dataset}_full_${day}.csv`), `${lines.join('\n')}\n`)
}

const about = { division: '150102', crs: '4490', updated_at: '2026-09-01 10:00:00' }
const boundary = {
  ...about,
  feature_id: 'BJ15010200000001',
  layer: 'BJ',
  name: '新城区',
  geometry: 'POLYGON((111 40,111.1 40,111.1 40.1,111 40.1,111 40))',
}
const parcel = (serial: number, more: Record<string, string>) => ({
  ...about,
  feature_id: `DK1501020000000${serial}`,
  layer: 'DK',
  name: `宗地${serial}`,
  declared_area_m2: '9481.6',
  ...more,
})
const at = (lon: number) =>
  `POLYGON((${lon} 40.001,${lon + 0.001} 40.001,${lon + 0.001} 40.002,${lon} 40.002,${lon} 40.001))`

function kindOf(dataset: string): string {
  const rule = datasetOf(catalogue, dataset).rules.find(
    (each) => each.kind === 'pattern' && each.field === 'kind',
  )
  const first = rule?.kind === 'pattern' ? /[0-9A-Z]{4}/.exec(rule.pattern)?.[0] : undefined
  return first ?? ''
}

it('brings geometries from files to the foundation, measured and held against their divisions', async () => {
  const kind = kindOf('land_parcels')
  send('division_boundaries', '20260901', [{ ...boundary, kind: kindOf('division_boundaries') }])
  await platform.run('ingest.division_boundaries')
  send('land_parcels', '20260901', [
    parcel(1, { kind, geometry: at(111.001) }),
    parcel(2, { kind, geometry: at(111.2) }),
    parcel(3, {
      kind,
      geometry: 'POLYGON((111.01 40.01,111.02 40.02,111.02 40.01,111.01 40.02,111.01 40.01))',
    }),
    parcel(4, {
      kind,
      crs: '4525',
      geometry: `POLYGON((37500100 4430000,37500200 4430000,37500200 4430094.816,37500100 4430094.816,37500100 4430000))`,
    }),
  ])
  for (const { providingDepartment } of catalogue.datasets) {
    mkdirSync(platform.paths.drop(providingDepartment), { recursive: true })
  }
  await platform.run('geography')
  const failing = platform.lake.table('quarantine/land_parcels')
  const found = await platform.engine.rows(
    sql`select key, array_to_string(list_transform(violations, lambda v: v.code), ' ') as codes
      from ${failing.select(await failing.snapshot())} order by 1`,
  )
  expect(found).toEqual([
    { key: 'DK15010200000002', codes: 'geometry.outside_division' },
    { key: 'DK15010200000003', codes: 'geometry.self_intersection' },
  ])
  const release = await latestRelease(platform.ledger.db, 'geography')
  const table = platform.lake.table('base/geography')
  const snapshot = await table.snapshot({ version: release?.tables['base/geography'] })
  const rows = await platform.engine.rows(
    sql`select feature_id, st_astext(st_geomfromwkb(geometry)) like 'POLYGON%' as polygon, round(area_m2) as area,
      min_lon, record_status from ${table.select(snapshot)} where feature_id like 'DK%' order by 1`,
  )
  expect(rows).toEqual([
    {
      feature_id: 'DK15010200000001',
      polygon: true,
      area: 9481,
      min_lon: 111.001,
      record_status: 'confirmed',
    },
    { feature_id: 'DK15010200000002', polygon: true, area: 9481, min_lon: 111.2, record_status: 'confirmed' },
    {
      feature_id: 'DK15010200000004',
      polygon: true,
      area: 9482,
      min_lon: expect.closeTo(111.00117, 5),
      record_status: 'confirmed',
    },
  ])
}, 120_000)
