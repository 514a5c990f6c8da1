import {
  depths,
  type GeometryType,
  geometryTypes,
  type OtherShape,
  type Path,
  Positions,
  partsOf,
  refuseEmpty,
  type Shape,
  UnreadableGeometry,
} from './shape.ts'

/**
 * Reads a GeoJSON geometry, or the one of a Feature. A `crs` member of the older standard is read as well.
 * @throws UnreadableGeometry
 */
export function readGeoJson(text: string): Shape | OtherShape {
  const outer = objectOf(parse(text))
  const geometry = outer.type === 'Feature' ? objectOf(outer.geometry) : outer
  const srid = sridOf(geometry.crs) ?? sridOf(outer.crs)
  const type = geometryTypes.find((each) => each === geometry.type)
  if (geometry.type === 'GeometryCollection') return { type: 'other', srid }
  if (!type) throw new UnreadableGeometry('geojson')
  const reader = new Reader()
  const parts = reader.parts(type, geometry.coordinates)
  refuseEmpty(parts)
  return { type, parts, srid, dropped: reader.dropped }
}

/** Brackets within each other: a geometry in a feature has six, its properties may have more. */
const DEEPEST = 64
/** Shorter texts cannot be nested so deeply that parsing them takes long. */
const SHORT = 10_000

function parse(text: string): unknown {
  if (text.length > SHORT && isTooDeep(text)) throw new UnreadableGeometry('depth')
  try {
    return JSON.parse(text)
  } catch {
    throw new UnreadableGeometry('geojson')
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === 0x22) at = endOfString(text, at)
    else if (character === 0x5b || character === 0x7b) depth += 1
    else if (character === 0x5d || character === 0x7d) depth -= 1
    if (depth > DEEPEST) return true
  }
  return false
}

/** Where the string that opens at `start` ends. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === 0x5c) at += 1
    else if (character === 0x22) return at
  }
  return text.length
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new UnreadableGeometry('geojson')
  return value as Record<string, unknown>
}

/** `EPSG:4490` or `urn:ogc:def:crs:EPSG::4490`; a name of another kind is -1, which no system has. */
function sridOf(crs: unknown): number | undefined {
  if (crs === undefined || crs === null) return undefined
  const properties = objectOf(objectOf(crs).properties)
  const found = /^(?:urn:ogc:def:crs:)?EPSG:(?:[0-9.]*:)?([0-9]{1,6})$/i.exec(String(properties.name))
  return found ? Number(found[1]) : -1
}

class Reader {
  readonly #positions = new Positions()
  dropped = false

  parts(type: GeometryType, value: unknown): Path[][] {
    switch (depths[type]) {
      case 0:
        return [[this.#position([], value)]]
      case 1:
        return type === 'LineString'
          ? [[this.#path(value)]]
          : listOf(value).map((each) => [this.#position([], each)])
      case 2:
        return partsOf(
          type,
          listOf(value).map((each) => this.#path(each)),
        )
      default:
        return listOf(value).map((part) => listOf(part).map((each) => this.#path(each)))
    }
  }

  #path(value: unknown): Path {
    const path: Path = []
    for (const each of listOf(value)) this.#position(path, each)
    return path
  }

  #position(path: Path, value: unknown): Path {
    const ordinates = listOf(value)
    if (ordinates.length > 2) this.dropped = true
    this.#positions.push(path, ordinates[0], ordinates[1])
    return path
  }
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new UnreadableGeometry('geojson')
  return value
}
