import type { Random } from './random.ts'
import { projected } from './world/gauss_kruger.ts'
import { mapped, type Position, type Shape } from './world/shape.ts'

/** EPSG code of zone 0 of the numbered 3-degree zones. */
const ZONE_ZERO = 4488
const WKB_TYPES = { Point: 1, LineString: 2, Polygon: 3, MultiPolygon: 6 }

/** A shape in degrees as a department writes it: in the system of `crs`, as GeoJSON, WKT or hexadecimal WKB. */
export function geometryText(shape: Shape, crs: string | null | undefined, random: Random): string {
  const own = crs && crs !== '4490' ? mapped(shape, (each) => metres(each, Number(crs) - ZONE_ZERO)) : shape
  const form = random.int(3)
  if (form === 0) return JSON.stringify(own)
  return form === 1 ? wktOf(own) : wkbOf(own).toString('hex').toUpperCase()
}

function metres(position: Position, zone: number): Position {
  const [east, north] = projected(position, zone)
  return [Number(east.toFixed(4)), Number(north.toFixed(4))]
}

type Nested = Position | Nested[]

/** Well-known text. */
export function wktOf(shape: Shape): string {
  const walk = (each: Nested): string =>
    typeof each[0] === 'number' ? each.join(' ') : `(${(each as Nested[]).map(walk).join(', ')})`
  const text = walk(shape.coordinates as Nested)
  return `${shape.type.toUpperCase()} ${shape.type === 'Point' ? `(${text})` : text}`
}

/** Well-known binary, little-endian. */
function wkbOf(shape: Shape): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt8(1, 0)
  head.writeUInt32LE(WKB_TYPES[shape.type], 1)
  switch (shape.type) {
    case 'Point':
      return Buffer.concat([head, positions([shape.coordinates])])
    case 'LineString':
      return Buffer.concat([head, counted([shape.coordinates.length]), positions(shape.coordinates)])
    case 'Polygon':
      return Buffer.concat([head, counted([shape.coordinates.length]), ...shape.coordinates.map(ring)])
    case 'MultiPolygon': {
      const parts = shape.coordinates.map((coordinates) => wkbOf({ type: 'Polygon', coordinates }))
      return Buffer.concat([head, counted([parts.length]), ...parts])
    }
  }
}

function ring(path: Position[]): Buffer {
  return Buffer.concat([counted([path.length]), positions(path)])
}

function counted(counts: number[]): Buffer {
  const buffer = Buffer.alloc(4 * counts.length)
  counts.forEach((count, i) => {
    buffer.writeUInt32LE(count, 4 * i)
  })
  return buffer
}

function positions(path: Position[]): Buffer {
  const buffer = Buffer.alloc(16 * path.length)
  path.forEach(([x, y], i) => {
    buffer.writeDoubleLE(x, 16 * i)
    buffer.writeDoubleLE(y, 16 * i + 8)
  })
  return buffer
}
