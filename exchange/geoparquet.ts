import { sql } from 'kysely'
import type { Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'

type Box = [west: number, south: number, east: number, north: number]

/** Types of WKB by number, as GeoParquet names them. */
const TYPES = ['', 'Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon']

/** EPSG:4490 as PROJJSON. GeoParquet puts longitude first whatever the axes of the system say. */
const CGCS2000 = {
  $schema: 'https://proj.org/schemas/v0.7/projjson.schema.json',
  type: 'GeographicCRS',
  name: 'China Geodetic Coordinate System 2000',
  datum: {
    type: 'GeodeticReferenceFrame',
    name: 'China 2000',
    ellipsoid: { name: 'CGCS2000', semi_major_axis: 6378137, inverse_flattening: 298.257222101 },
  },
  coordinate_system: {
    subtype: 'ellipsoidal',
    axis: [
      { name: 'Geodetic latitude', abbreviation: 'Lat', direction: 'north', unit: 'degree' },
      { name: 'Geodetic longitude', abbreviation: 'Lon', direction: 'east', unit: 'degree' },
    ],
  },
  id: { authority: 'EPSG', code: 4490 },
}

/**
 * The metadata `geo` of GeoParquet 1.1 for the geometry columns of a table, the first of which is the primary one:
 * what kinds of geometry there are and their bounds. Undefined without a geometry column.
 */
export async function geoMetadata(
  session: Session,
  table: Relation,
  columns: readonly string[],
): Promise<string | undefined> {
  const [primary] = columns
  if (primary === undefined) return undefined
  const described: Record<string, unknown> = {}
  for (const name of columns) {
    const { types, box } = await surveyOf(session, table, name)
    described[name] = {
      encoding: 'WKB',
      geometry_types: types,
      crs: CGCS2000,
      orientation: 'counterclockwise',
      edges: 'planar',
      ...(box ? { bbox: box } : {}),
    }
  }
  return JSON.stringify({ version: '1.1.0', primary_column: primary, columns: described })
}

async function surveyOf(session: Session, table: Relation, name: string) {
  const found = new Set<number>()
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  const rows = session.stream<{ wkb: Buffer }>(
    sql`SELECT ${sql.ref(name)} AS wkb FROM ${table} WHERE ${sql.ref(name)} IS NOT NULL`,
  )
  for await (const chunk of rows) {
    for (const { wkb } of chunk) {
      found.add(wkb.readUInt32LE(1))
      widen(box, wkb, 0)
    }
  }
  const types = [...found].sort((a, b) => a - b).map((type) => TYPES[type])
  return { types, box: found.size > 0 ? box : undefined }
}

/** Widens the box by the geometry at `start`, little-endian and of two dimensions; returns where it ends. */
function widen(box: Box, wkb: Buffer, start: number): number {
  const type = wkb.readUInt32LE(start + 1)
  const first = start + 5
  if (type === 1) return widenBy(box, wkb, first, 1)
  const count = wkb.readUInt32LE(first)
  let at = first + 4
  if (type === 2) return widenBy(box, wkb, at, count)
  for (let left = count; left > 0; left--) {
    at = type === 3 ? widenBy(box, wkb, at + 4, wkb.readUInt32LE(at)) : widen(box, wkb, at)
  }
  return at
}

function widenBy(box: Box, wkb: Buffer, start: number, positions: number): number {
  const end = start + 16 * positions
  for (let at = start; at < end; at += 16) {
    const [x, y] = [wkb.readDoubleLE(at), wkb.readDoubleLE(at + 8)]
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  }
  return end
}
