import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bench, openBench } from '../test/support/exchange.ts'
import { features, geographyPackage } from '../test/support/geography.ts'
import { startTestDatabase } from '../test/support/ledger.ts'
import { cityKeys } from './keys.ts'
import { receivePackage } from './receive/receive.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

async function geoOf(path: string): Promise<Record<string, unknown>> {
  const [found] = await bench.engine.rows<{ value: string }>(
    sql`SELECT decode(value) AS value FROM parquet_kv_metadata([${join(path, 'data.parquet')}]) WHERE decode(key) = 'geo'`,
  )
  return JSON.parse(found?.value ?? '{}') as Record<string, unknown>
}

describe('a package with geometries', () => {
  test('is GeoParquet 1.1: kinds, bounds and coordinate system', async () => {
    const built = await geographyPackage(bench, bench.path('a'))
    const geo = await geoOf(built.path)
    expect(geo).toMatchObject({ version: '1.1.0', primary_column: 'geometry' })
    expect(geo.columns).toEqual({
      geometry: {
        encoding: 'WKB',
        geometry_types: ['Point', 'LineString', 'Polygon', 'MultiPolygon'],
        crs: expect.objectContaining({ id: { authority: 'EPSG', code: 4490 } }),
        orientation: 'counterclockwise',
        edges: 'planar',
        bbox: [111, 40, 113.5, 41.5],
      },
    })
  })

  test('without a geometry column there is no such metadata, without a geometry no bounds', async () => {
    const without = await geographyPackage(bench, bench.path('b'), { elements: ['feature_id', 'name'] })
    expect(await geoOf(without.path)).toEqual({})
    const empty = await geographyPackage(bench, bench.path('c'), { rows: [] })
    expect(await geoOf(empty.path)).toMatchObject({ columns: { geometry: { geometry_types: [] } } })
  })

  test.each([['parquet'], ['csv']] as const)('arrives as it was sent, by %s', async (format) => {
    const built = await geographyPackage(bench, bench.path(`d_${format}`), { format: [format] })
    const path = bench.path(`city_${format}.duckdb`)
    await receivePackage(bench.engine, {
      package: built.path,
      target: { kind: 'duckdb', path },
      platformKey: bench.keys.publicKey,
      keys: await cityKeys(bench.path(`keys_${format}`)),
    })
    await bench.engine.exec(sql`ATTACH ${sql.lit(path)} AS ${sql.id(format)}`)
    const rows = await bench.engine.rows(
      sql`SELECT feature_id AS id, st_astext(st_geomfromwkb(geometry)) AS wkt, _disputed AS marks FROM ${sql.id(format, 'main', 'hohhot_geography')} ORDER BY 1`,
    )
    const sent = await bench.engine.rows(
      sql`SELECT id, st_astext(wkt::geometry) AS wkt, CASE WHEN starts_with(id, 'DK') THEN 'geometry' END AS marks FROM (VALUES ${sql.join(features.map(({ id, wkt }) => sql`(${id}::varchar, ${wkt}::varchar)`))}) AS v (id, wkt) ORDER BY 1`,
    )
    expect(rows).toEqual(sent)
  })

  test.each([['parquet'], ['csv']] as const)('arrives in PostgreSQL, by %s', async (format) => {
    const database = await startTestDatabase()
    const pool = new pg.Pool({ connectionString: database.connectionString, max: 1 })
    try {
      const built = await geographyPackage(bench, bench.path(`f_${format}`), { format: [format] })
      await receivePackage(bench.engine, {
        package: built.path,
        target: { kind: 'postgres', url: database.connectionString },
        platformKey: bench.keys.publicKey,
        keys: await cityKeys(bench.path(`postgres_${format}`)),
      })
      const { rows } = await pool.query<{ wkb: string | null }>(
        `select encode(geometry, 'hex') as wkb from hohhot_geography order by feature_id`,
      )
      const sent = await bench.engine.rows(
        sql`SELECT lower(hex(st_aswkb(wkt::geometry))) AS wkb FROM (VALUES ${sql.join(features.map(({ id, wkt }) => sql`(${id}::varchar, ${wkt}::varchar)`))}) AS v (id, wkt) ORDER BY id`,
      )
      expect(rows).toEqual(sent)
    } finally {
      await pool.end()
      await database.drop()
    }
  })

  test('CSV holds hexadecimal WKB', async () => {
    const built = await geographyPackage(bench, bench.path('e'), { format: ['csv'] })
    const text = await readFile(join(built.path, 'data.csv'), 'utf8')
    expect(text).toMatch(/^CJ15010200000004,要素,150102,0101000000[0-9A-F]{32},$/m)
    expect(text).toMatch(/^CJ15010200000005,要素,150102,,$/m)
  })
})
