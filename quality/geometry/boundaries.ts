import IndexedPointInAreaLocator from 'jsts/org/locationtech/jts/algorithm/locate/IndexedPointInAreaLocator.js'
import Location from 'jsts/org/locationtech/jts/geom/Location.js'
import { sql } from 'kysely'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { areaOf, coordinate } from './jts.ts'
import { type Box, boxOf } from './measure.ts'
import { isAreal, type Shape, UnreadableGeometry } from './shape.ts'
import { readWkb } from './wkb.ts'

/** The extents of divisions, looked up by the code of a division. */
export type Extents = (division: string) => Extent | undefined

/**
 * Reads the boundaries of divisions, rows of `division` and `geometry` (WKB). A division without a boundary has
 * that of its league or city, else that of the region; a geometry lies in it when it lies in one of its parts.
 */
export async function readExtents(session: Session, boundaries: Relation): Promise<Extents> {
  const byDivision = new Map<string, Extent[]>()
  const rows = session.stream<{ division: string; geometry: Uint8Array }>(
    sql`select division, geometry from ${boundaries} where division is not null and geometry is not null`,
  )
  for await (const chunk of rows) {
    for (const { division, geometry } of chunk) {
      const extent = extentOf(geometry)
      if (extent) byDivision.set(division, [...(byDivision.get(division) ?? []), extent])
    }
  }
  return (division) => {
    const codes = [division, `${division.slice(0, 4)}00`, `${division.slice(0, 2)}0000`]
    const extents = codes.map((code) => byDivision.get(code)).find((each) => each !== undefined)
    return extents && ((shape, box) => extents.some((each) => each(shape, box)))
  }
}

/** Positions this near to a boundary count as inside it, in degrees: about 10 metres. */
const TOLERANCE = 1e-4

/** The extent of a division: says whether a geometry lies in it. */
type Extent = (shape: Shape, box: Box) => boolean

/**
 * The extent that the WKB of a boundary has. Every position of a geometry must lie inside or within about 10 m of
 * the boundary: two surveys never draw the same line. Undefined: the boundary is no area.
 */
function extentOf(wkb: Uint8Array): Extent | undefined {
  const boundary = read(wkb)
  if (!boundary) return undefined
  const outer = boxOf(boundary.parts)
  let locator: IndexedPointInAreaLocator | undefined
  return (shape, box) => {
    if (!reaches(outer, box)) return false
    locator ??= new IndexedPointInAreaLocator(areaOf(boundary))
    const inside = (x: number, y: number) => locator?.locate(coordinate(x, y)) !== Location.EXTERIOR
    return everyPosition(shape, (x, y) => inside(x, y) || isNear(inside, x, y))
  }
}

function read(wkb: Uint8Array): Shape | undefined {
  try {
    const shape = readWkb(wkb)
    return shape.type !== 'other' && isAreal(shape.type) ? shape : undefined
  } catch (error) {
    if (error instanceof UnreadableGeometry) return undefined
    throw error
  }
}

/** The box lies in the other, but for the tolerance: what does not needs no further look. */
function reaches([west, south, east, north]: Box, box: Box): boolean {
  return (
    box[0] >= west - TOLERANCE &&
    box[1] >= south - TOLERANCE &&
    box[2] <= east + TOLERANCE &&
    box[3] <= north + TOLERANCE
  )
}

function everyPosition({ parts }: Shape, test: (x: number, y: number) => boolean): boolean {
  return parts.every((paths) =>
    paths.every((path) => {
      for (let at = 0; at < path.length; at += 2) {
        if (!test(path[at] ?? 0, path[at + 1] ?? 0)) return false
      }
      return true
    }),
  )
}

/** One of eight positions around it, at the tolerance, lies inside. */
function isNear(inside: (x: number, y: number) => boolean, x: number, y: number): boolean {
  return NEIGHBOURS.some(([dx, dy]) => inside(x + dx, y + dy))
}

const NEIGHBOURS = Array.from({ length: 8 }, (_, at): [number, number] => [
  TOLERANCE * Math.cos((at * Math.PI) / 4),
  TOLERANCE * Math.sin((at * Math.PI) / 4),
])
