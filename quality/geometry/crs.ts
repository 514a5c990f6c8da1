import proj4 from 'proj4'

/** CGCS2000 longitude and latitude (EPSG:4490): what the platform stores. */
export const LONGITUDE_LATITUDE = 4490

/** Bounds that the coordinates of a system keep: x from, x to, y from, y to. */
type Bounds = readonly [number, number, number, number]

/** A coordinate system in which geometries are received, x (easting, longitude) before y. */
export interface CoordinateSystem {
  code: number
  bounds: Bounds
  /** To CGCS2000 longitude and latitude, in degrees; undefined where nothing is to be done. */
  toDegrees?: (x: number, y: number) => [number, number]
  fromDegrees?: (longitude: number, latitude: number) => [number, number]
}

const DEGREES = '+proj=longlat +ellps=GRS80 +no_defs'
const known = new Map<number, CoordinateSystem>()

/**
 * The system of an EPSG code: 4490; the 3-degree Gauss-Krüger zones 25 to 45 of CGCS2000 with the zone's number
 * in front of the easting (4513 to 4533), or by central meridian 75° to 135° without it (4534 to 4554).
 */
export function coordinateSystem(code: number): CoordinateSystem | undefined {
  const system = known.get(code) ?? define(code)
  if (system) known.set(code, system)
  return system
}

function define(code: number): CoordinateSystem | undefined {
  if (code === LONGITUDE_LATITUDE) return { code, bounds: [-180, 180, -90, 90] }
  const numbered = code >= 4513 && code <= 4533
  if (!numbered && !(code >= 4534 && code <= 4554)) return undefined
  const meridian = 75 + 3 * (code - (numbered ? 4513 : 4534))
  const start = numbered ? (meridian / 3) * 1_000_000 : 0
  const projection = proj4(
    DEGREES,
    `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${start + 500_000} +y_0=0 +a=6378137 +rf=298.257222101 +units=m +no_defs`,
  )
  return {
    code,
    bounds: [start, start + 1_000_000, 0, 10_000_000],
    toDegrees: (x, y) => projection.inverse([x, y]) as [number, number],
    fromDegrees: (longitude, latitude) => projection.forward([longitude, latitude]) as [number, number],
  }
}

/** The EPSG code that a text names: digits, with or without `EPSG:`; undefined for anything else. */
export function epsgCode(text: string): number | undefined {
  const found = /^(?:EPSG:)?([0-9]{4,6})$/i.exec(text)
  return found ? Number(found[1]) : undefined
}
