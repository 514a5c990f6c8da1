import GeometryFactory from 'jsts/org/locationtech/jts/geom/GeometryFactory.js'
import GeoJSONReader from 'jsts/org/locationtech/jts/io/GeoJSONReader.js'
import IsValidOp from 'jsts/org/locationtech/jts/operation/valid/IsValidOp.js'
import proj4 from 'proj4'

/** Positions of a polygon by ring, x before y. */
export type Rings = [number, number][][]

/**
 * What is wrong with a polygon, found the slow way: every ring and position looked at one by one, validity by jsts
 * alone. Only the problems of rings and places; what cannot be read is for tables of examples.
 */
export function slowProblems(rings: Rings, crs: number): string[] {
  if (rings.some((ring) => String(ring[0]) !== String(ring.at(-1)))) return ['ring']
  const found: string[] = []
  if (rings.some((ring) => new Set(ring.map(String)).size < 3 || isOnLine(ring))) found.push('area')
  else if (!isValid(rings)) found.push('self_intersection')
  const place = placeOf(rings, crs)
  return place ? [...found, place] : found
}

/** The rings in degrees. */
function slowDegrees(rings: Rings, crs: number): Rings {
  if (crs === 4490) return rings
  const meridian = 3 * (crs <= 4533 ? crs - 4488 : crs - 4509)
  const easting = (crs <= 4533 ? (crs - 4488) * 1_000_000 : 0) + 500_000
  const zone = `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${easting} +y_0=0 +ellps=GRS80 +units=m`
  return rings.map((ring) => ring.map((each) => proj4(zone, '+proj=longlat +ellps=GRS80', each)))
}

function isValid(rings: Rings): boolean {
  const single = rings.map((ring) => ring.filter((each, at) => String(each) !== String(ring[at - 1])))
  return IsValidOp.isValid(
    new GeoJSONReader(new GeometryFactory()).read({ type: 'Polygon', coordinates: single }),
  )
}

function isOnLine(ring: [number, number][]): boolean {
  const [a, ...others] = ring
  return others.every((b) =>
    others.every((c) => !a || (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) === 0),
  )
}

function placeOf(rings: Rings, crs: number): string | undefined {
  if (isHere(rings, crs)) return undefined
  const swapped = rings.map((ring) => ring.map(([x, y]): [number, number] => [y, x]))
  if (isHere(swapped, crs)) return 'axes'
  return isPossible(rings, crs) ? 'range' : 'crs'
}

function isHere(rings: Rings, crs: number): boolean {
  const inside = ([lon, lat]: [number, number]) => lon >= 97 && lon <= 127 && lat >= 37 && lat <= 54
  return isPossible(rings, crs) && slowDegrees(rings, crs).flat().every(inside)
}

function isPossible(rings: Rings, crs: number): boolean {
  if (crs === 4490) return rings.flat().every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90)
  const start = crs <= 4533 ? (crs - 4488) * 1_000_000 : 0
  return rings.flat().every(([x, y]) => x >= start && x <= start + 1_000_000 && y >= 0 && y <= 10_000_000)
}
