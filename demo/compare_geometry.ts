import { sql } from 'kysely'
import type { Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { readTable } from './read_truth.ts'
import { areaOf, type Position, type Shape } from './world/shape.ts'

export interface GeometryComparison {
  expected: number
  equal: number
  /** Features whose geometry is another, or is measured wrongly: the key, and what is wrong. */
  different: { key: string; what: 'missing' | 'positions' | 'area' | 'bounds' }[]
}

/** Degrees: about a millimetre. */
const TOLERANCE = 1e-8
/** Share by which the measured area may differ: the truth's own formula follows the graticule, not the geodesic. */
const AREA_TOLERANCE = 0.005

interface Measured {
  key: string
  truth: string | null
  wkb: Uint8Array | null
  area: number | null
  bounds: number[]
}

/** Compares every geometry of the golden table with the truth: positions, area, bounds. */
export async function compareGeometry(
  session: Session,
  base: Relation,
  { truthDir, foundation, key, limit }: { truthDir: string; foundation: string; key: string; limit: number },
): Promise<GeometryComparison> {
  const truth = readTable(truthDir, foundation, { [key]: 'VARCHAR', geometry: 'VARCHAR' })
  const rows = await session.rows<Measured>(sql`select t.${sql.id(key)} as key, t.geometry as truth,
      b.geometry as wkb, b.area_m2 as area, [b.min_lon, b.min_lat, b.max_lon, b.max_lat] as bounds
    from ${truth} as t left join ${base} as b on t.${sql.id(key)} = b.${sql.id(key)}`)
  const different = rows.flatMap((row) => {
    const what = wrongIn(row)
    return what ? [{ key: row.key, what }] : []
  })
  return {
    expected: rows.length,
    equal: rows.length - different.length,
    different: different.slice(0, limit),
  }
}

function wrongIn({
  truth,
  wkb,
  area,
  bounds,
}: Measured): GeometryComparison['different'][number]['what'] | null {
  if (!truth || !wkb) return 'missing'
  const shape = JSON.parse(truth) as Shape
  const wanted = pathsOf(shape.coordinates as Nested)
  const found = readWkb(Buffer.from(wkb))
  if (wanted.length !== found.length || !wanted.every((path, i) => samePath(path, found[i] ?? [])))
    return 'positions'
  const own = areaOf(shape)
  if (own > 0 && Math.abs((area ?? 0) - own) > own * AREA_TOLERANCE) return 'area'
  const positions = wanted.flat()
  const [xs, ys] = [positions.map(([x]) => x), positions.map(([, y]) => y)]
  const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  return box.every((side, i) => Math.abs(side - (bounds[i] ?? 0)) <= TOLERANCE) ? null : 'bounds'
}

type Nested = Position | Nested[]

/** Every path of a shape: rings, lines, a point as a path of one. */
function pathsOf(coordinates: Nested): Position[][] {
  if (typeof coordinates[0] === 'number') return [[coordinates as Position]]
  const parts = coordinates as Nested[]
  return typeof (parts[0] as Position)[0] === 'number' ? [parts as Position[]] : parts.flatMap(pathsOf)
}

/** The same positions in the same order, or, of a ring, the other way round. */
function samePath(wanted: Position[], found: Position[]): boolean {
  const same = (other: Position[]) =>
    other.length === wanted.length &&
    wanted.every(([x, y], i) => {
      const [a = 0, b = 0] = other[i] ?? []
      return Math.abs(x - a) <= TOLERANCE && Math.abs(y - b) <= TOLERANCE
    })
  return same(found) || same([...found].reverse())
}

/** The paths of well-known binary, little-endian: all that the platform stores. */
function readWkb(bytes: Buffer): Position[][] {
  let at = 0
  const take = (size: number): number => {
    at += size
    return at - size
  }
  const count = () => bytes.readUInt32LE(take(4))
  const position = (): Position => [bytes.readDoubleLE(take(8)), bytes.readDoubleLE(take(8))]
  const path = () => Array.from({ length: count() }, position)
  const read = (): Position[][] => {
    take(1)
    const type = count()
    if (type === 1) return [[position()]]
    if (type === 2) return [path()]
    if (type === 3) return Array.from({ length: count() }, path)
    return Array.from({ length: count() }, read).flat()
  }
  return read()
}
