import geographiclib from 'geographiclib-geodesic'
import { isAreal, type Path, type Shape } from './shape.ts'

/** West, south, east, north. */
export type Box = [number, number, number, number]

const ellipsoid = new geographiclib.Geodesic.Geodesic(6_378_137, 1 / 298.257222101)

/**
 * Area in square metres and length in metres (of polygons, of all their rings) on the ellipsoid of CGCS2000, with
 * geodesics as edges, of a geometry in degrees.
 */
export function measure({ type, parts }: Shape): { area: number; length: number } {
  let [area, length] = [0, 0]
  const areal = isAreal(type)
  for (const paths of parts) {
    for (const [at, path] of paths.entries()) {
      const found = areal ? ofRing(path) : { area: 0, length: ofLine(path) }
      area += at === 0 ? found.area : -found.area
      length += found.length
    }
  }
  return { area, length }
}

function ofRing(ring: Path): { area: number; length: number } {
  const polygon = ellipsoid.Polygon(false)
  for (let at = 0; at + 2 < ring.length; at += 2) polygon.AddPoint(ring[at + 1] ?? 0, ring[at] ?? 0)
  const found = polygon.Compute(false, true)
  return { area: Math.abs(found.area ?? 0), length: found.perimeter }
}

function ofLine(path: Path): number {
  const line = ellipsoid.Polygon(true)
  for (let at = 0; at < path.length; at += 2) line.AddPoint(path[at + 1] ?? 0, path[at] ?? 0)
  return line.Compute(false, true).perimeter
}

/** The bounds of a geometry: of a geometry in degrees, west, south, east, north. */
export function boxOf(parts: Path[][]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const paths of parts) {
    for (const path of paths) {
      for (let at = 0; at < path.length; at += 2) {
        const [x, y] = [path[at] ?? 0, path[at + 1] ?? 0]
        if (x < box[0]) box[0] = x
        if (y < box[1]) box[1] = y
        if (x > box[2]) box[2] = x
        if (y > box[3]) box[3] = y
      }
    }
  }
  return box
}
