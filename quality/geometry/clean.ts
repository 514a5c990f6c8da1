import { isAreal, type Path, type Shape } from './shape.ts'

/** A geometry without positions that repeat the one before them. Points stay as they are. */
export function withoutRepeats(shape: Shape): { shape: Shape; repeated: boolean } {
  if (shape.type === 'Point' || shape.type === 'MultiPoint') return { shape, repeated: false }
  const repeated = shape.parts.some((paths) => paths.some(hasRepeat))
  if (!repeated) return { shape, repeated }
  return { shape: { ...shape, parts: shape.parts.map((paths) => paths.map(single)) }, repeated }
}

function hasRepeat(path: Path): boolean {
  for (let at = 2; at < path.length; at += 2) {
    if (path[at] === path[at - 2] && path[at + 1] === path[at - 1]) return true
  }
  return false
}

function single(path: Path): Path {
  return path.filter((_, at) => {
    const first = at - (at % 2)
    return first === 0 || path[first] !== path[first - 2] || path[first + 1] !== path[first - 1]
  })
}

/** Shells counter-clockwise, holes clockwise (RFC 7946); closed rings only. */
export function oriented(shape: Shape): Shape {
  if (!isAreal(shape.type)) return shape
  const parts = shape.parts.map((rings) => rings.map((ring, at) => turned(ring, at === 0)))
  return { ...shape, parts }
}

function turned(ring: Path, counterClockwise: boolean): Path {
  return signedArea(ring) > 0 === counterClockwise ? ring : reversed(ring)
}

function reversed(ring: Path): Path {
  return ring.map((_, at) => ring[ring.length - 2 - at + 2 * (at % 2)] as number)
}

/** Positive where the ring runs counter-clockwise. Relative to the first position, so that no digits are lost. */
function signedArea(ring: Path): number {
  const [x0 = 0, y0 = 0] = ring
  let sum = 0
  for (let at = 2; at + 3 < ring.length; at += 2) {
    const [x1, y1, x2, y2] = [ring[at], ring[at + 1], ring[at + 2], ring[at + 3]] as [
      number,
      number,
      number,
      number,
    ]
    sum += (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
  }
  return sum
}

/** The same geometry in other coordinates. */
export function converted(shape: Shape, convert: (x: number, y: number) => [number, number]): Shape {
  const parts = shape.parts.map((paths) =>
    paths.map((path) => {
      const made: Path = new Array<number>(path.length)
      for (let at = 0; at < path.length; at += 2) {
        const [x, y] = convert(path[at] as number, path[at + 1] as number)
        made[at] = x
        made[at + 1] = y
      }
      return made
    }),
  )
  return { ...shape, parts }
}
