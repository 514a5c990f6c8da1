/** The kinds of geometry that the platform takes; a rule names those that its register may hold. */
export const geometryTypes = [
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
] as const
export type GeometryType = (typeof geometryTypes)[number]

/** Coordinates of a line, one after the other: x, y, x, y. */
export type Path = number[]

/**
 * A geometry as it was read: parts of paths. The paths of a polygon's part are its shell and its holes; any other
 * part has one path, and a point's path one position. Third and fourth ordinates are left out.
 */
export interface Shape {
  type: GeometryType
  parts: Path[][]
  /** The EPSG code that the value itself names. */
  srid?: number
  /** A third or fourth ordinate was left out. */
  dropped: boolean
}

/** A geometry of a kind that the platform does not take, a collection or a curve. */
export interface OtherShape {
  type: 'other'
  srid?: number
}

/** Bounds of one value. Larger ones are not read: work and memory stay in proportion to what was received. */
export const limits = { bytes: 8 * 1024 * 1024, vertices: 200_000 }

/** Thrown by the readers, never beyond them: what was received is no geometry. */
export class UnreadableGeometry extends Error {}

/** How deep the coordinates of a type are nested: 0 a position, 3 a list of lists of lists of positions. */
export const depths: Record<GeometryType, number> = {
  Point: 0,
  LineString: 1,
  MultiPoint: 1,
  Polygon: 2,
  MultiLineString: 2,
  MultiPolygon: 3,
}

/** True of the types whose paths are rings. */
export function isAreal(type: GeometryType): boolean {
  return type === 'Polygon' || type === 'MultiPolygon'
}

/** Collects positions, and refuses what is no position or one too many. */
export class Positions {
  count = 0

  /** @throws UnreadableGeometry */
  push(path: Path, x: unknown, y: unknown): void {
    if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y)) {
      throw new UnreadableGeometry('position')
    }
    this.count += 1
    if (this.count > limits.vertices) throw new UnreadableGeometry('vertices')
    path.push(x, y)
  }
}

/** Paths as the parts of a geometry of `type`: the rings of a polygon are one part. */
export function partsOf(type: GeometryType, paths: Path[]): Path[][] {
  return type === 'Polygon' ? [paths] : paths.map((path) => [path])
}

/** @throws UnreadableGeometry when there is no position, or a path has none */
export function refuseEmpty(parts: Path[][]): void {
  const empty =
    parts.length === 0 || parts.some((paths) => paths.length === 0 || paths.some((each) => each.length === 0))
  if (empty) throw new UnreadableGeometry('empty')
}
