import Coordinate from 'jsts/org/locationtech/jts/geom/Coordinate.js'
import GeometryFactory from 'jsts/org/locationtech/jts/geom/GeometryFactory.js'
import { isAreal, type Path, type Shape } from './shape.ts'

const factory = new GeometryFactory()

/** What of a geometry of jsts is read here; its own types say little. */
export interface JtsGeometry {
  getGeometryType(): string
}

/** A polygon or polygons as jsts has them. Rings must be closed and have at least four positions. */
export function areaOf({ type, parts }: Pick<Shape, 'type' | 'parts'>): JtsGeometry {
  if (!isAreal(type)) throw new TypeError('an area is a polygon or several')
  const polygons = parts.map(([shell, ...holes]) =>
    factory.createPolygon(ringOf(shell ?? []), holes.map(ringOf)),
  )
  return (polygons.length === 1 ? polygons[0] : factory.createMultiPolygon(polygons)) as JtsGeometry
}

/** A position as jsts has it. */
export function coordinate(x: number, y: number): Coordinate {
  return new Coordinate(x, y)
}

function ringOf(path: Path) {
  const coordinates = Array.from({ length: path.length / 2 }, (_, at) =>
    coordinate(path[2 * at] ?? 0, path[2 * at + 1] ?? 0),
  )
  return factory.createLinearRing(coordinates)
}
