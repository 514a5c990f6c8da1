/** Longitude and latitude, or easting and northing. */
export type Position = [x: number, y: number]

/** A geometry in the form of GeoJSON. */
export type Shape =
  | { type: 'Point'; coordinates: Position }
  | { type: 'LineString'; coordinates: Position[] }
  | { type: 'Polygon'; coordinates: Position[][] }
  | { type: 'MultiPolygon'; coordinates: Position[][][] }

type Nested = Position | Nested[]

/** The same shape with every position changed. */
export function mapped(shape: Shape, change: (position: Position) => Position): Shape {
  const walk = (each: Nested): Nested =>
    typeof each[0] === 'number' ? change(each as Position) : (each as Nested[]).map(walk)
  return { type: shape.type, coordinates: walk(shape.coordinates as Nested) } as Shape
}

/** Degrees with nine decimals: a tenth of a millimetre. */
export function rounded(shape: Shape): Shape {
  return mapped(shape, ([x, y]) => [Number(x.toFixed(9)), Number(y.toFixed(9))])
}

/** A closed ring of `corners` positions around a middle, wider than high by the shrinking of longitudes. */
export function ringAround([x, y]: Position, half: number, radii: readonly number[]): Position[] {
  const ring = radii.map((radius, i): Position => {
    const angle = (2 * Math.PI * i) / radii.length
    return [x + half * radius * Math.cos(angle) * 1.35, y + half * radius * Math.sin(angle)]
  })
  return [...ring, ring[0] as Position]
}

const A = 6378137
const F = 1 / 298.257222101
const E = Math.sqrt(F * (2 - F))

/** Area on the ellipsoid of a shape in degrees, in square metres: exact where edges follow the graticule, near enough elsewhere. */
export function areaOf(shape: Shape): number {
  if (shape.type === 'Polygon') return polygonArea(shape.coordinates)
  return shape.type === 'MultiPolygon'
    ? shape.coordinates.reduce((sum, each) => sum + polygonArea(each), 0)
    : 0
}

function polygonArea([outer = [], ...holes]: Position[][]): number {
  return holes.reduce((area, hole) => area - ringArea(hole), ringArea(outer))
}

/** In the equal-area cylindrical projection of the ellipsoid. */
function ringArea(ring: Position[]): number {
  const flat = ring.map(([lon, lat]): Position => [(A * lon * Math.PI) / 180, height(lat)])
  const [x0 = 0, y0 = 0] = flat[0] ?? []
  let sum = 0
  for (let i = 0; i + 1 < flat.length; i++) {
    const [x1, y1] = flat[i] as Position
    const [x2, y2] = flat[i + 1] as Position
    sum += (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
  }
  return Math.abs(sum) / 2
}

function height(lat: number): number {
  const s = Math.sin((lat * Math.PI) / 180)
  return (A * (1 - E * E) * (s / (1 - E * E * s * s) + Math.atanh(E * s) / E)) / 2
}
