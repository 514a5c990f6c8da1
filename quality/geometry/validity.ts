import IsValidOp from 'jsts/org/locationtech/jts/operation/valid/IsValidOp.js'
import { areaOf } from './jts.ts'
import { meetingOf } from './meeting.ts'
import { isAreal, type Path, type Shape } from './shape.ts'

/** What is wrong with the rings of an area; undefined: nothing. `complex`: it cannot be found out in due time. */
export type RingFault = 'ring' | 'area' | 'self_intersection' | 'complex'

/**
 * Judges the rings of polygons by the rules of OGC simple features: closed, of three different positions at least,
 * with an inside, crossing neither themselves nor each other, holes inside their shell, parts apart. A sweep
 * settles nearly all; only what touches, or has holes or parts, is left to jsts.
 */
export function ringFault({ type, parts }: Shape): RingFault | undefined {
  if (!isAreal(type)) return undefined
  const rings = parts.flat()
  if (!rings.every(isClosed)) return 'ring'
  if (rings.some((ring) => ring.length < 8 || isFlat(ring))) return 'area'
  const meeting = meetingOf(rings)
  if (meeting === 'endless') return 'complex'
  if (meeting === 'crossing') return 'self_intersection'
  if (meeting === 'apart' && rings.length === 1) return undefined
  return IsValidOp.isValid(areaOf({ type, parts })) ? undefined : 'self_intersection'
}

function isClosed(ring: Path): boolean {
  return ring[0] === ring.at(-2) && ring[1] === ring.at(-1)
}

/** All positions lie on one line: there is no inside. */
function isFlat(ring: Path): boolean {
  const [x0 = 0, y0 = 0] = ring
  let [dx, dy] = [0, 0]
  for (let at = 2; at < ring.length; at += 2) {
    const [x, y] = [(ring[at] ?? 0) - x0, (ring[at + 1] ?? 0) - y0]
    if (dx === 0 && dy === 0) [dx, dy] = [x, y]
    else if (Math.abs(dx * y - dy * x) > 1e-15 * (Math.abs(dx * y) + Math.abs(dy * x))) return false
  }
  return true
}
