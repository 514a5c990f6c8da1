import { type Place, places } from './places.ts'
import type { Position, Shape } from './shape.ts'

/** The province is a sheet of squared paper: a cell a banner, county or district, in the order of a ploughing ox. */
const COLUMNS = 12
const WEST = 103
const SOUTH = 39.5
export const CELL_WIDTH = 1.3
export const CELL_HEIGHT = 0.95

type Cell = [column: number, row: number]

const indexes = new Map(places.map((place, i) => [place.code, i]))

function cellOf(index: number): Cell {
  const row = Math.floor(index / COLUMNS)
  const column = index % COLUMNS
  return [row % 2 === 0 ? column : COLUMNS - 1 - column, row]
}

/** The middle of a place's cell. */
export function middleOf(place: Place): Position {
  const [column, row] = cellOf(indexes.get(place.code) ?? 0)
  return [WEST + (column + 0.5) * CELL_WIDTH, SOUTH + (row + 0.5) * CELL_HEIGHT]
}

/** The boundary of a division: of a league or city those of its places together, of the region all. */
export function boundaryOf(code: string): Shape {
  const start = code.endsWith('0000') ? code.slice(0, 2) : code.endsWith('00') ? code.slice(0, 4) : code
  const cells = places.flatMap((place, i) => (place.code.startsWith(start) ? [cellOf(i)] : []))
  return { type: 'Polygon', coordinates: [outline(cells).map(corner)] }
}

function corner([column, row]: Cell): Position {
  return [round(WEST + column * CELL_WIDTH), round(SOUTH + row * CELL_HEIGHT)]
}

function round(value: number): number {
  return Number(value.toFixed(9))
}

/** The corners around cells that hang together, counter-clockwise and closed. */
function outline(cells: Cell[]): Cell[] {
  const next = new Map<string, Cell>()
  const back = new Set<string>()
  const edges = cells.flatMap(([x, y]): [Cell, Cell][] => [
    [
      [x, y],
      [x + 1, y],
    ],
    [
      [x + 1, y],
      [x + 1, y + 1],
    ],
    [
      [x + 1, y + 1],
      [x, y + 1],
    ],
    [
      [x, y + 1],
      [x, y],
    ],
  ])
  for (const [from, to] of edges) back.add(`${to}>${from}`)
  for (const [from, to] of edges) if (!back.has(`${from}>${to}`)) next.set(String(from), to)
  const [first] = [...next.keys()]
  const ring: Cell[] = []
  let at = next.get(first ?? '')
  while (at && ring.length <= next.size) {
    ring.push(at)
    if (String(at) === first) break
    at = next.get(String(at))
  }
  return ring[0] ? [...ring, ring[0]] : []
}
