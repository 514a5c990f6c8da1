import { Random } from '../random.ts'
import type { Layer } from '../registers/layers.ts'
import { streamOf } from '../registers/stream.ts'
import { CELL_HEIGHT, CELL_WIDTH, middleOf } from './grid.ts'
import type { Place } from './places.ts'
import { type Position, ringAround, rounded, type Shape } from './shape.ts'

/** Share of a cell, from its middle, within which features lie. */
const WITHIN = 0.3

/** Where the feature of a number lies: a pure function of (seed, layer, place, number). */
export function featureShape(seed: number, layer: Layer, place: Place, serial: number): Shape {
  const random = new Random(seed, streamOf(`shape ${layer.code}${place.code}`), serial)
  const [x, y] = middleOf(place)
  const at: Position = [x + spread(random) * CELL_WIDTH, y + spread(random) * CELL_HEIGHT]
  return rounded(shapeAt(layer, at, random))
}

/** A building in the middle of its parcel. */
export function buildingShape(layer: Layer, parcel: Shape, random: Random): Shape {
  const ring = parcel.type === 'Polygon' ? (parcel.coordinates[0] ?? []) : []
  const corners = ring.slice(0, -1)
  const mean = (axis: 0 | 1) => corners.reduce((sum, each) => sum + each[axis], 0) / corners.length
  return rounded(shapeAt(layer, [mean(0), mean(1)], random))
}

function spread(random: Random): number {
  return (random.next() * 2 - 1) * WITHIN
}

function shapeAt({ form, half }: Layer, at: Position, random: Random): Shape {
  if (form === 'point') return { type: 'Point', coordinates: at }
  if (form === 'line' || (form === 'mixed' && random.chance(0.5)))
    return { type: 'LineString', coordinates: path(at, half, random) }
  const size = half * (0.7 + 0.3 * random.next())
  const outer = ringAround(at, size, radii(random))
  if (half >= 0.01 && random.chance(0.2)) return { type: 'Polygon', coordinates: [outer, hole(at, size)] }
  if (half >= 0.01 && random.chance(0.2)) {
    const second = ringAround([at[0] + 4 * half, at[1]], size, radii(random))
    return { type: 'MultiPolygon', coordinates: [[outer], [second]] }
  }
  return { type: 'Polygon', coordinates: [outer] }
}

function radii(random: Random): number[] {
  return Array.from({ length: random.between(4, 9) }, () => 0.75 + random.next() / 4)
}

function hole(at: Position, size: number): Position[] {
  return ringAround(at, size, [0.2, 0.2, 0.2, 0.2]).reverse()
}

/** A line that always goes east, and so never meets itself. */
function path([x, y]: Position, half: number, random: Random): Position[] {
  return Array.from(
    { length: random.between(3, 7) },
    (_, i): Position => [x + (i * half) / 3, y + (random.next() - 0.5) * half],
  )
}
