import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { catalogue as region } from '../../catalog/catalogue.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { openEngine } from '../../warehouse/engine/engine.ts'
import { stdColumns } from '../../warehouse/tables/datasets.ts'
import { registerOf } from '../catalogue.testing.ts'
import { judgeRows, type Received } from '../judge.testing.ts'
import { judge } from '../judge.ts'
import { judgeRow } from '../reference/judge_row.ts'

const folder = mkdtempSync(join(tmpdir(), 'geometry-'))
const engine = await openEngine({ tempDirectory: folder, threads: 1 })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

const { catalogue, dataset } = registerOf(
  {
    feature_id: { type: 'text' },
    geometry: { type: 'geometry' },
    crs: { type: 'text', element: 'feature.crs' },
    declared: { type: 'decimal', element: 'geography.declared_area_m2' },
    division: { type: 'division' },
  },
  [
    {
      kind: 'geometry',
      field: 'geometry',
      division: 'division',
      types: ['Polygon', 'MultiPolygon'],
      maxArea: 1e6,
    },
  ],
)
/** About 85.4 m by 111 m. */
const parcel = 'POLYGON((111 40,111.001 40,111.001 40.001,111 40.001,111 40))'
const good = {
  feature_id: 'DK1501020001',
  geometry: parcel,
  crs: '4490',
  declared: '9480',
  division: '150102',
  updated_at: '2026-08-01',
}
const judged = (rows: Received[], boundaries = false) =>
  judgeRows(engine, dataset, rows, { catalogue, ...(boundaries ? { boundaries: sql`boundaries` } : {}) })

describe('geometries in the scan', () => {
  it('stores WKB and its measures', async () => {
    const { accepted, quarantined, counts } = await judged([good])
    expect(quarantined).toEqual([])
    expect(counts).toEqual({ accepted: 1, quarantined: 0, warned: 0 })
    expect(accepted[0]).toMatchObject({ feature_id: good.feature_id, _repair: null })
    expect(Number(accepted[0]?.area_m2)).toBeCloseTo(9481.4, 0)
    expect(accepted[0]).toMatchObject({
      min_lon: '111.0',
      min_lat: '40.0',
      max_lon: '111.001',
      max_lat: '40.001',
    })
  })

  it.each([
    [{ geometry: 'POLYGON((111 40,111.001 40,111.001 40.001,111 40.001))' }, ['geometry.ring']],
    [
      { geometry: 'POLYGON((111 40,111.001 40.001,111.001 40,111 40.001,111 40))' },
      ['geometry.self_intersection'],
    ],
    [{ geometry: 'POLYGON((111 40,111.001 40,111 40))' }, ['geometry.area']],
    [{ geometry: 'POINT(111 40)' }, ['geometry.type']],
    [{ geometry: 'GEOMETRYCOLLECTION(POINT(111 40))' }, ['geometry.type']],
    [{ geometry: '呼和浩特' }, ['geometry.unreadable']],
    [{ geometry: 'POLYGON((40 111,40.001 111,40.001 111.001,40 111.001,40 111))' }, ['geometry.axes']],
    [{ geometry: 'POLYGON((11 40,11.001 40,11.001 40.001,11 40.001,11 40))' }, ['geometry.range']],
    [{ crs: '4326' }, ['geometry.crs']],
    [{ crs: null }, ['geometry.crs']],
    [{ crs: '4525' }, ['geometry.crs']],
    [{ geometry: `SRID=4525;${parcel}` }, ['geometry.crs']],
    [{ geometry: `SRID=4490;${parcel}`, crs: null }, []],
    [
      { geometry: 'POLYGON((111 40,112 40,112 41,111 41,111 40))' },
      ['geometry.area', 'geometry.area_differs'],
    ],
    [{ declared: '9000' }, ['geometry.area_differs']],
    [{ declared: null, geometry: `  ${parcel}\n` }, []],
    [{ geometry: null }, []],
  ])('judges %j', async (row, codes) => {
    const { quarantined } = await judged([{ ...good, ...row }])
    expect(quarantined[0]?.codes ?? []).toEqual(codes)
  })

  it('leaves further ordinates and repeated positions out, and says so', async () => {
    const solid =
      'POLYGON Z((111 40 1050,111.001 40 1050,111.001 40 1050,111.001 40.001 1051,111 40.001 1051,111 40 1050))'
    const { accepted } = await judged([{ ...good, geometry: solid }, good])
    expect(accepted[0]?._repair).toBe('geometry_z,geometry_repeated')
    expect(accepted[0]?.geometry).toBe(accepted[1]?.geometry)
  })

  it('holds geometries against the boundaries of their divisions, of the league where there is no nearer one', async () => {
    await engine.exec(sql`create or replace temp table boundaries as select division, st_aswkb(text::geometry)::blob as geometry from (values
      ('150102', 'POLYGON((111 40,111.1 40,111.1 40.1,111 40.1,111 40))'),
      ('150102', 'POLYGON((112 41,112.1 41,112.1 41.1,112 41.1,112 41))'),
      ('150200', 'POLYGON((109 40,110 40,110 41,109 41,109 40))')) as b (division, text)`)
    const at = (x: number, y: number) =>
      `POLYGON((${x} ${y},${x + 0.001} ${y},${x + 0.001} ${y + 0.001},${x} ${y + 0.001},${x} ${y}))`
    const rows = [
      good,
      { ...good, feature_id: '2', geometry: at(110.99995, 40.05) },
      { ...good, feature_id: '3', geometry: at(110.9995, 40.05) },
      { ...good, feature_id: '4', geometry: at(112.05, 41.05) },
      { ...good, feature_id: '5', geometry: at(113, 41), division: '150202', declared: null },
      { ...good, feature_id: '6', geometry: at(109.5, 40.5), division: '150202', declared: null },
      { ...good, feature_id: '7', geometry: at(109.5, 40.5), division: '150302', declared: null },
    ]
    const { quarantined, history } = await judged(rows, true)
    expect(quarantined.map((row) => [row.line, row.codes])).toEqual([
      [4, ['geometry.outside_division']],
      [6, ['geometry.outside_division']],
    ])
    const rule = 'test_register.geometry.geometry.outside_division'
    expect(history.filter((each) => each.rule === rule && each.failed > 0)).toHaveLength(2)
    expect((await judged(rows)).history.filter((each) => each.rule === rule)).toEqual([])
  })

  it('has the columns of std, of a register of the region', async () => {
    const parcels = datasetOf(region, 'land_parcels')
    const row = Object.fromEntries(
      parcels.fields.map((field) => [field.id, field.id === 'geometry' ? parcel : null]),
    )
    const raw = sql`(select 1::integer as _extract, 2::bigint as _line, 'I' as _op, ${sql.join(
      Object.entries(row).map(([id, value]) => sql`${value}::varchar as ${sql.id(id)}`),
    )})`
    const { accepted, dispose } = await judge(engine, { catalogue: region, dataset: parcels, raw })
    const columns = await engine.rows<{ column_name: string; column_type: string }>(
      sql`describe select * from ${accepted}`,
    )
    await dispose()
    expect(columns.map((each) => [each.column_name, each.column_type])).toEqual(
      stdColumns(region, parcels)
        .filter(({ name }) => !['_from', '_as_of', 'bucket'].includes(name))
        .map(({ name, type }) => [name, type.replace('TIMESTAMPTZ', 'TIMESTAMP WITH TIME ZONE')]),
    )
  })

  it('keeps the order of rows and judges each by its own geometry, over many batches', async () => {
    const rows = Array.from({ length: 4200 }, (_, at) => ({
      ...good,
      feature_id: String(at),
      geometry: at % 7 === 3 ? 'POINT(111 40)' : parcel,
    }))
    const { accepted, quarantined } = await judged(rows)
    expect(quarantined.every((row) => (row.line - 2) % 7 === 3)).toBe(true)
    expect(accepted.map((row) => row.feature_id)).toEqual(
      rows.filter((_, at) => at % 7 !== 3).map((row) => row.feature_id),
    )
  })

  it('agrees with the row-by-row reference', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rowOf, { minLength: 150, maxLength: 200 }), async (rows) => {
        const found = await judged(rows)
        const byLine = new Map(found.quarantined.map((row) => [row.line, row.rules]))
        const values = new Map((await found.values()).map((row) => [Number(row._line), row]))
        for (const [at, row] of rows.entries()) {
          const expected = judgeRow(catalogue, dataset, row, new Date('2026-09-01T00:00:00+08:00'))
          const rules = (byLine.get(at + 2) ?? []).filter((rule) => !rule.endsWith('unique.duplicate'))
          expect({ row, rules }).toEqual({ row, rules: expected.violations })
          expect(values.get(at + 2)).toMatchObject(expected.values)
        }
      }),
      { numRuns: 3, endOnFailure: true },
    )
  })
})

const rowOf: fc.Arbitrary<Received> = fc.record({
  feature_id: fc.string({ maxLength: 5 }).filter((text) => !text.includes('\0')),
  geometry: fc.constantFrom(
    ...[
      parcel,
      `\u3000${parcel} `,
      `SRID=4525;${parcel}`,
      'POINT Z(111 40 5)',
      'POLYGON((',
      '{}',
      '00',
      '',
      null,
    ],
    '{"type":"Polygon","coordinates":[[[111,40],[111.001,40],[111.001,40.001],[111,40]]]}',
  ),
  crs: fc.constantFrom('4490', '４４９０', 'EPSG:4490', '4525', 'x', '', null),
  declared: fc.constantFrom('9480', '1', '-5', '0', 'x', null),
  division: fc.constantFrom('150102', '152101', 'x', null),
  updated_at: fc.constantFrom('2026-08-01', 'never'),
  _op: fc.constantFrom('I', 'I', 'U', 'D'),
})
