import type { Position } from './shape.ts'

/**
 * The forward Gauss-Krüger projection of CGCS2000 by Krüger's series in the third flattening, written for the demo
 * from the textbook alone: the platform goes the other way with a library.
 */

const A = 6378137
const F = 1 / 298.257222101
const E = Math.sqrt(F * (2 - F))
const N = F / (2 - F)
const RADIUS = (A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64)
const ALPHA = [
  N / 2 - (2 * N ** 2) / 3 + (5 * N ** 3) / 16 + (41 * N ** 4) / 180,
  (13 * N ** 2) / 48 - (3 * N ** 3) / 5 + (557 * N ** 4) / 1440,
  (61 * N ** 3) / 240 - (103 * N ** 4) / 140,
  (49561 * N ** 4) / 161280,
]

/** The 3-degree zone of a longitude: 25 at 75° to 45 at 135°. */
export function zoneOf(longitude: number): number {
  return Math.round(longitude / 3)
}

/** Easting, with the zone's number in front, and northing in metres. */
export function projected([lon, lat]: Position, zone: number): Position {
  const phi = (lat * Math.PI) / 180
  const lambda = ((lon - 3 * zone) * Math.PI) / 180
  const t = Math.sinh(Math.atanh(Math.sin(phi)) - E * Math.atanh(E * Math.sin(phi)))
  const xi = Math.atan2(t, Math.cos(lambda))
  const eta = Math.atanh(Math.sin(lambda) / Math.sqrt(1 + t * t))
  let east = eta
  let north = xi
  ALPHA.forEach((alpha, i) => {
    const k = 2 * (i + 1)
    east += alpha * Math.cos(k * xi) * Math.sinh(k * eta)
    north += alpha * Math.sin(k * xi) * Math.cosh(k * eta)
  })
  return [zone * 1_000_000 + 500_000 + RADIUS * east, RADIUS * north]
}
