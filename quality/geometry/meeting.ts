import type { Path } from './shape.ts'

/**
 * How the segments of closed rings meet, beyond following each other: `apart` nowhere; `crossing` two cross; `near`
 * some touch, overlap or lie so close that rounding decides; `endless` finding out takes too long.
 */
export type Meeting = 'apart' | 'crossing' | 'near' | 'endless'

/** Comparisons of two segments that are made, for each segment. Natural boundaries need some tens. */
const WORK_PER_SEGMENT = 1000
/** Pairs that touch, for each segment: rings of a valid area touch in few places. */
const NEAR_PER_SEGMENT = 4

/** Segments in the order of their left ends. */
interface Segments {
  count: number
  ax: Float64Array
  ay: Float64Array
  bx: Float64Array
  by: Float64Array
  left: Float64Array
  right: Float64Array
  low: Float64Array
  high: Float64Array
  /** The segment that follows in its ring. */
  next: Int32Array
  order: Int32Array
}

/** Finds the first crossing by a sweep from left to right. Rings are closed and have no repeated positions. */
export function meetingOf(rings: Path[]): Meeting {
  const segments = segmentsOf(rings)
  const { count, order, left, right, low, high } = segments
  let work = WORK_PER_SEGMENT * count
  let near = 0
  /** Segments that reach as far right as the sweep is. */
  const active = new Int32Array(count)
  let held = 0
  for (const each of order) {
    const [x, bottom, top] = [left[each] as number, low[each] as number, high[each] as number]
    let kept = 0
    work -= held
    for (let at = 0; at < held; at++) {
      const other = active[at] as number
      if ((right[other] as number) < x) continue
      active[kept++] = other
      if ((high[other] as number) < bottom || (low[other] as number) > top) continue
      const found = compare(segments, each, other)
      if (found === 'crossing') return 'crossing'
      if (found === 'near') near += 1
    }
    if (work < 0 || near > NEAR_PER_SEGMENT * count + 64) return 'endless'
    active[kept] = each
    held = kept + 1
  }
  return near === 0 ? 'apart' : 'near'
}

function segmentsOf(rings: Path[]): Segments {
  const count = rings.reduce((sum, ring) => sum + ring.length / 2 - 1, 0)
  const make = () => new Float64Array(count)
  const [ax, ay, bx, by] = [make(), make(), make(), make()]
  const next = new Int32Array(count)
  let at = 0
  for (const ring of rings) {
    const first = at
    for (let from = 0; from + 3 < ring.length; from += 2, at++) {
      ax[at] = ring[from] as number
      ay[at] = ring[from + 1] as number
      bx[at] = ring[from + 2] as number
      by[at] = ring[from + 3] as number
      next[at] = at + 1
    }
    next[at - 1] = first
  }
  const [left, right, low, high] = [ax.map(least(bx)), ax.map(most(bx)), ay.map(least(by)), ay.map(most(by))]
  const order = Int32Array.from(ax.keys()).sort((a, b) => (left[a] as number) - (left[b] as number))
  return { count, ax, ay, bx, by, left, right, low, high, next, order }
}

const least = (others: Float64Array) => (value: number, at: number) => Math.min(value, others[at] as number)
const most = (others: Float64Array) => (value: number, at: number) => Math.max(value, others[at] as number)

function compare(segments: Segments, one: number, two: number): 'apart' | 'crossing' | 'near' {
  const { ax, ay, bx, by, next } = segments
  const [px, py, qx, qy] = [ax[one], ay[one], bx[one], by[one]] as [number, number, number, number]
  const [rx, ry, sx, sy] = [ax[two], ay[two], bx[two], by[two]] as [number, number, number, number]
  const r = side(px, py, qx, qy, rx, ry)
  const s = side(px, py, qx, qy, sx, sy)
  // Neighbours share a position: only if the second turns straight back do they share more.
  if (next[one] === two) return s !== 0 || ahead(px, py, qx, qy, sx, sy) ? 'apart' : 'near'
  if (next[two] === one) return r !== 0 || ahead(rx, ry, sx, sy, qx, qy) ? 'apart' : 'near'
  if (r * s > 0) return 'apart'
  const p = side(rx, ry, sx, sy, px, py)
  const q = side(rx, ry, sx, sy, qx, qy)
  if (p * q > 0) return 'apart'
  return r * s < 0 && p * q < 0 ? 'crossing' : 'near'
}

/** True when b→c goes on in about the direction of a→b. */
function ahead(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): boolean {
  return (bx - ax) * (cx - bx) + (by - ay) * (cy - by) > 0
}

/** Shewchuk's bound on the error of the determinant. */
const ROUNDING = (3 + 16 * 2 ** -53) * 2 ** -53

/** The side of a→b on which c lies: 1 left, -1 right, 0 too close to tell. */
function side(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const left = (ax - cx) * (by - cy)
  const right = (ay - cy) * (bx - cx)
  const determinant = left - right
  return Math.abs(determinant) <= ROUNDING * (Math.abs(left) + Math.abs(right)) ? 0 : Math.sign(determinant)
}
