import { converted, oriented, withoutRepeats } from './clean.ts'
import { type CoordinateSystem, coordinateSystem, LONGITUDE_LATITUDE } from './crs.ts'
import { readGeoJson } from './geojson.ts'
import { type Box, boxOf, measure } from './measure.ts'
import type { GeometryProblem } from './problems.ts'
import {
  type GeometryType,
  isAreal,
  limits,
  type OtherShape,
  type Shape,
  UnreadableGeometry,
} from './shape.ts'
import { ringFault } from './validity.ts'
import { readHexWkb, writeWkb } from './wkb.ts'
import { readWkt } from './wkt.ts'

/** What is known of a geometry beside its value. */
export interface Circumstances {
  /** EPSG code of the row, NaN where it says something else, null where it says nothing; undefined: it never does. */
  crs?: number | null
  types: readonly GeometryType[]
  /** Square metres. */
  maxArea?: number
  declaredArea?: number
  /** Undefined: the extent of the row's division is not known. */
  isInDivision?: (shape: Shape, box: Box) => boolean
}

export interface Examined {
  problems: GeometryProblem[]
  /** What was left out to make it a plain geometry: `geometry_z` further ordinates, `geometry_repeated` positions. */
  repairs: string[]
  /** In CGCS2000 longitude and latitude; absent where the value cannot be converted soundly. */
  geometry?: { wkb: Buffer; area: number; length: number; box: Box }
}

/** Bounds of the region: degrees of longitude and latitude. */
const REGION: Box = [97, 37, 127, 54]
/** Areas below it are none. Square metres. */
const LEAST_AREA = 0.001
/** Rings with such a fault have no area that means anything. */
const FAULTS: readonly GeometryProblem[] = ['self_intersection', 'area']
/** Largest share by which the declared area may differ. */
const TOLERANCE = 0.05

/** Reads, judges, converts and measures one geometry. `text` has no blanks at its ends. */
export function examine(text: string, about: Circumstances): Examined {
  const read = readShape(text)
  if (!read) return { problems: ['unreadable'], repairs: [] }
  const system = systemOf(read.srid, about.crs)
  const crs: GeometryProblem[] = system ? [] : ['crs']
  if (read.type === 'other') return { problems: ['type', ...crs], repairs: [] }
  const { shape, repeated } = withoutRepeats(read)
  const repairs = [...(shape.dropped ? ['geometry_z'] : []), ...(repeated ? ['geometry_repeated'] : [])]
  const fault = ringFault(shape)
  if (fault === 'complex') return { problems: ['unreadable'], repairs }
  const found: GeometryProblem[] = [...(about.types.includes(shape.type) ? [] : ['type' as const]), ...crs]
  if (fault) found.push(fault)
  if (tooShort(shape)) found.push('ring')
  if (!system || found.includes('ring')) return { problems: found, repairs }
  return place(shape, system, about, found, repairs)
}

function place(
  received: Shape,
  system: CoordinateSystem,
  about: Circumstances,
  found: GeometryProblem[],
  repairs: string[],
): Examined {
  const misplaced = placement(received, system)
  if (misplaced.problem) return { problems: [...found, misplaced.problem], repairs }
  const shape = oriented(misplaced.shape)
  const { area, length } = measure(shape)
  const box = boxOf(shape.parts)
  const all = new Set(found)
  const sound = isAreal(shape.type) && !FAULTS.some((each) => all.has(each))
  if (sound && (area < LEAST_AREA || area > (about.maxArea ?? Infinity))) all.add('area')
  if (sound && about.declaredArea !== undefined && differs(area, about.declaredArea)) all.add('area_differs')
  if (about.isInDivision && !about.isInDivision(shape, box)) all.add('outside_division')
  return { problems: [...all], repairs, geometry: { wkb: writeWkb(shape), area, length, box } }
}

/** The form is told by the first character: `{` GeoJSON, 0 WKB, else WKT. */
function readShape(text: string): Shape | OtherShape | undefined {
  if (text.length > limits.bytes) return undefined
  const first = text.charAt(0)
  try {
    return first === '{' ? readGeoJson(text) : first === '0' ? readHexWkb(text) : readWkt(text)
  } catch (error) {
    if (error instanceof UnreadableGeometry) return undefined
    throw error
  }
}

/** The system that the row and the value name, which must agree; 4490 where rows of the register name none. */
function systemOf(srid: number | undefined, crs: number | null | undefined): CoordinateSystem | undefined {
  const named = srid === 0 ? undefined : srid
  if (typeof crs === 'number') return named === undefined || named === crs ? coordinateSystem(crs) : undefined
  if (named === undefined && crs === null) return undefined
  return coordinateSystem(named ?? LONGITUDE_LATITUDE)
}

/** A line needs two different positions. */
function tooShort({ type, parts }: Shape): boolean {
  return type.endsWith('LineString') && parts.some((paths) => paths.some((path) => path.length < 4))
}

/** The geometry in degrees, or why it cannot be where it says. */
function placement(
  received: Shape,
  system: CoordinateSystem,
): { problem: 'crs' | 'axes' | 'range' } | { problem?: undefined; shape: Shape } {
  const box = boxOf(received.parts)
  const fits = within(box, [system.bounds[0], system.bounds[2], system.bounds[1], system.bounds[3]])
  const shape = fits && system.toDegrees ? converted(received, system.toDegrees) : received
  if (fits && within(boxOf(shape.parts), REGION)) return { shape }
  if (isSwapped(box, system)) return { problem: 'axes' }
  return { problem: fits ? 'range' : 'crs' }
}

/** With x and y exchanged, the corners of its bounds would lie in the region. */
function isSwapped([x1, y1, x2, y2]: Box, { bounds, toDegrees }: CoordinateSystem): boolean {
  const box: Box = [y1, x1, y2, x2]
  if (!within(box, [bounds[0], bounds[2], bounds[1], bounds[3]])) return false
  if (!toDegrees) return within(box, REGION)
  return within(boxOf([[[...toDegrees(y1, x1), ...toDegrees(y2, x2)]]]), REGION)
}

function within([x1, y1, x2, y2]: Box, [west, south, east, north]: Box): boolean {
  return x1 >= west && y1 >= south && x2 <= east && y2 <= north
}

function differs(area: number, declared: number): boolean {
  return Math.abs(area - declared) > TOLERANCE * declared
}
