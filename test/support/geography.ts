import { sql } from 'kysely'
import { entitle } from '../../exchange/entitle.ts'
import { type BuiltPackage, buildPackage } from '../../exchange/package.ts'
import { requestSchema } from '../../exchange/request.ts'
import { type Bench, DAY, RELEASED, testCatalogue } from './exchange.ts'

/** Features by identifier, with their geometries as WKT; one has none. */
export const features: { id: string; wkt: string | null }[] = [
  { id: 'DK15010200000001', wkt: 'POLYGON((111 40,111.5 40,111.5 40.5,111 40.5,111 40))' },
  {
    id: 'DK15010200000002',
    wkt: 'MULTIPOLYGON(((112 41,112.1 41,112.1 41.1,112 41)),((113 41,113.5 41,113.5 41.5,113 41)))',
  },
  { id: 'GX15010200000003', wkt: 'LINESTRING(111.1 40.1,111.2 40.15)' },
  { id: 'CJ15010200000004', wkt: 'POINT(111.123456789 40.987654321)' },
  { id: 'CJ15010200000005', wkt: null },
]

/** A full package of features for a city that may have them all. */
export async function geographyPackage(
  bench: Bench,
  outDir: string,
  change: { format?: ('parquet' | 'csv')[]; elements?: string[]; rows?: typeof features } = {},
): Promise<BuiltPackage> {
  const { elements = ['feature_id', 'name', 'division', 'geometry'], rows = features } = change
  const request = requestSchema.parse({
    id: 'hohhot_geography',
    city: '150100',
    foundation: 'geography',
    fields: elements.map((each) => ({ element: `geography.${each}` })),
    divisions: ['150102'],
    purpose: '编制国土空间规划',
    legalBasis: '《中华人民共和国土地管理法》',
    approval: { reference: '内数审〔2026〕2号', by: '自治区数据局', on: '2026-01-01' },
    from: '2026-01-01',
    to: '2026-12-31',
    ...(change.format ? { format: change.format } : {}),
  })
  const values = [...rows, { id: null, wkt: null }].map(
    ({ id, wkt }) => sql`(${id}::varchar, ${wkt}::varchar)`,
  )
  return buildPackage(bench.engine, {
    entitlement: entitle(testCatalogue, request, DAY),
    rows: sql`(SELECT id AS feature_id, '要素' AS name, '150102' AS division,
      st_aswkb(wkt::geometry)::blob AS geometry, 'confirmed' AS record_status,
      CASE WHEN starts_with(id, 'DK') THEN ['geometry'] END AS disputed
      FROM (VALUES ${sql.join(values)}) AS v (id, wkt) WHERE id IS NOT NULL)`,
    release: { foundation: 'geography', number: 1, createdAt: RELEASED },
    kind: 'full',
    sequence: 1,
    keys: bench.keys,
    outDir,
  })
}
