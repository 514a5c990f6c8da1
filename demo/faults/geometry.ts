import type { Dataset } from '../../catalog/dataset.ts'
import { geometryText, wktOf } from '../geometry_text.ts'
import { CELL_HEIGHT, CELL_WIDTH, middleOf } from '../world/grid.ts'
import { places } from '../world/places.ts'
import { areaOf, mapped, type Position, rounded, type Shape } from '../world/shape.ts'
import { type Draft, type FaultKind, reject } from './kind.ts'
import { constant, value } from './values.ts'

type Change = (shape: Shape, draft: Draft) => Shape | false

/** Faults of a geometry, one of each code that it can be found under. */
export function geometryFaults(dataset: Dataset, id: string): FaultKind[] {
  const rule = dataset.rules.find((each) => each.kind === 'geometry' && each.field === id)
  if (rule?.kind !== 'geometry') return []
  const types: readonly string[] = rule.types
  /** Another geometry, written as the row's system says. */
  const other = (codes: string, change: Change) =>
    reject(codes, id, (draft) => {
      const shape = change(shapeOf(draft, id), draft)
      return shape && geometryText(shape, draft.clean.crs, draft.random)
    })
  const faults = [
    reject('geometry.unreadable', id, constant('不详', 'POLYGON((', '{"type":"Polygon"', '0103')),
    other('geometry.type', (shape) => ofOtherType(shape, types)),
    inDegrees('geometry.range', id, (shape) => mapped(shape, ([x, y]) => [x - 25, y])),
    other('geometry.ring', (shape) =>
      shape.type === 'Polygon' ? opened(shape.coordinates[0] ?? []) : false,
    ),
    other('geometry.self_intersection', (shape) => (shape.type === 'Polygon' ? bowtie(shape) : false)),
    swapped(id),
    inMetres(),
    unknownSystem(),
  ]
  const large = rule.maxArea !== undefined && rule.maxArea < 6e9 ? [tooLarge(id, rule.maxArea)] : []
  const outside = rule.division ? [elsewhere(id)] : []
  const declared = dataset.fields.some((field) => field.id === 'declared_area_m2') ? [misdeclared] : []
  return [...faults, ...large, ...outside, ...declared]
}

function shapeOf(draft: Draft, id: string): Shape {
  return JSON.parse(value(draft, id)) as Shape
}

function firstOf(shape: Shape): Position {
  let first: Position | undefined
  mapped(shape, (each) => {
    first ??= each
    return each
  })
  return first ?? [0, 0]
}

function ofOtherType(shape: Shape, types: readonly string[]): Shape {
  const [x, y] = firstOf(shape)
  if (!types.includes('Point')) return { type: 'Point', coordinates: [x, y] }
  return {
    type: 'LineString',
    coordinates: [
      [x, y],
      [x + 0.0001, y + 0.0001],
    ],
  }
}

function opened(ring: Position[]): Shape {
  return { type: 'Polygon', coordinates: [ring.slice(0, -1)] }
}

function bowtie(shape: Shape): Shape {
  const [x, y] = firstOf(shape)
  const d = 0.0005
  const ring: Position[] = [
    [x, y],
    [x - d, y + d],
    [x, y + d],
    [x - d, y],
    [x, y],
  ]
  return rounded({ type: 'Polygon', coordinates: [ring] })
}

/** Latitude before longitude, northing before easting. */
function swapped(id: string): FaultKind {
  return reject('geometry.axes', id, (draft) => {
    const text = geometryText(shapeOf(draft, id), draft.clean.crs, { int: () => 0 } as never)
    return wktOf(mapped(JSON.parse(text) as Shape, ([x, y]) => [y, x]))
  })
}

function inDegrees(code: string, id: string, change: (shape: Shape) => Shape): FaultKind {
  return {
    codes: [code],
    rejected: true,
    apply(draft) {
      draft.raw.crs = '4490'
      draft.raw[id] = geometryText(change(shapeOf(draft, id)), '4490', draft.random)
      return true
    },
  }
}

/** Metres that are said to be degrees. */
function inMetres(): FaultKind {
  return {
    codes: ['geometry.crs'],
    rejected: true,
    apply(draft) {
      if (!draft.clean.crs || draft.clean.crs === '4490') return false
      draft.raw.crs = '4490'
      return true
    },
  }
}

function unknownSystem(): FaultKind {
  return {
    codes: ['code.unknown', 'geometry.crs'],
    rejected: true,
    apply(draft) {
      draft.raw.crs = draft.random.pick(['2343', '3857', '北京54'])
      return true
    },
  }
}

function tooLarge(id: string, most: number): FaultKind {
  return {
    codes: ['geometry.area'],
    rejected: true,
    apply(draft) {
      const place = places.find((each) => each.code === draft.clean.division)
      if (!place || shapeOf(draft, id).type !== 'Polygon') return false
      const [x, y] = middleOf(place)
      const shape = largeAt(x, y, most)
      draft.raw.declared_area_m2 = null
      draft.raw.crs = '4490'
      draft.raw[id] = geometryText(shape, '4490', draft.random)
      return true
    },
  }
}

/** A square in the middle of a cell, a third larger than may be. */
function largeAt(x: number, y: number, most: number): Shape {
  const side = (half: number): Shape => {
    const [w, h] = [half * CELL_WIDTH, half * CELL_HEIGHT]
    const ring: Position[] = [
      [x - w, y - h],
      [x + w, y - h],
      [x + w, y + h],
      [x - w, y + h],
      [x - w, y - h],
    ]
    return rounded({ type: 'Polygon', coordinates: [ring] })
  }
  return side(0.25 * Math.sqrt((1.33 * most) / areaOf(side(0.25))))
}

/** In the cell of a neighbour: taken, but told of. */
function elsewhere(id: string): FaultKind {
  return {
    codes: ['geometry.outside_division'],
    rejected: false,
    apply(draft) {
      const shape = shapeOf(draft, id)
      const way = firstOf(shape)[0] > 110 ? -1 : 1
      const moved = rounded(mapped(shape, ([x, y]) => [x + way * CELL_WIDTH, y]))
      draft.raw[id] = geometryText(moved, draft.clean.crs, draft.random)
      draft.clean[id] = JSON.stringify(moved)
      return true
    },
  }
}

/** An area on paper that is not the one on the map. */
const misdeclared: FaultKind = {
  codes: ['geometry.area_differs'],
  rejected: false,
  apply(draft) {
    const area = draft.clean.declared_area_m2
    if (!area) return false
    const other = (Number(area) * draft.random.pick([0.5, 0.7])).toFixed(2)
    draft.raw.declared_area_m2 = other
    draft.clean.declared_area_m2 = other
    return true
  },
}
