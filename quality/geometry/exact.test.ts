import { describe, expect, it } from 'vitest'
import { coordinateSystem } from './crs.ts'
import { measure } from './measure.ts'

/** EPSG code, longitude, latitude, easting, northing, as PROJ 9 has them. */
const positions: [number, number, number, number, number][] = [
  [4525, 111.0, 40.8, 37500000.0, 4518362.895993],
  [4525, 112.4999, 40.0, 37628084.81906, 4430606.807831],
  [4546, 110.0, 41.2, 416119.079295, 4563266.645801],
  [4528, 118.9, 53.3, 40426663.250557, 5908571.568721],
  [4549, 122.1, 43.6, 669562.375762, 4831522.447968],
  [4521, 99.3, 42.0, 33524855.24058, 4651680.420574],
  [4551, 126.0, 50.3, 500000.0, 5574216.627543],
  [4525, 115.5, 43.0, 37866961.062758, 4772558.376082],
]

describe('coordinates', () => {
  it.each(positions)(
    'agree with PROJ within a tenth of a millimetre: %i at %d, %d',
    (code, lon, lat, x, y) => {
      const system = coordinateSystem(code)
      const [east, north] = system?.fromDegrees?.(lon, lat) ?? [0, 0]
      expect(Math.hypot(east - x, north - y)).toBeLessThan(1e-4)
      const [longitude, latitude] = system?.toDegrees?.(x, y) ?? [0, 0]
      expect(Math.hypot(longitude - lon, latitude - lat)).toBeLessThan(1e-9)
    },
  )

  it('know 4490, zones 25 to 45 in both forms, and nothing else', () => {
    const known = Array.from({ length: 10_000 }, (_, code) => code).filter((code) => coordinateSystem(code))
    expect(known).toEqual([4490, ...Array.from({ length: 42 }, (_, at) => 4513 + at)])
  })
})

/** Ring, area in square metres and length in metres, as GeographicLib in C++ has them. */
const areas: [string, [number, number][], number, number][] = [
  [
    'a parcel',
    [
      [111, 40],
      [111.001, 40],
      [111.001, 40.001],
      [111, 40.001],
    ],
    9481.60719549656,
    392.85575260225306,
  ],
  [
    'a banner',
    [
      [111, 40],
      [112, 40],
      [112.5, 41],
      [111, 41.2],
    ],
    13165257854.447876,
    465458.8239731462,
  ],
  [
    'a kiosk',
    [
      [111, 40],
      [111.00002, 40],
      [111.00002, 40.00002],
      [111, 40.00002],
    ],
    3.7926696687936783,
    7.857139091697044,
  ],
]

describe('measures', () => {
  it.each(areas)('of %s are exact', (_, ring, area, length) => {
    const path = [...ring, ...ring.slice(0, 1)].flat()
    const found = measure({ type: 'Polygon', parts: [[path]], dropped: false })
    // The library promises about 0.1 m² for an edge around the globe; a parcel's error is far below a square centimetre.
    expect(Math.abs(found.area - area)).toBeLessThan(1e-4 + 1e-9 * area)
    expect(Math.abs(found.length - length)).toBeLessThan(1e-6)
  })

  it('take holes off the area, add their length, and give lines a length only', () => {
    const shell = [111, 40, 111.01, 40, 111.01, 40.01, 111, 40.01, 111, 40]
    const hole = [111.002, 40.002, 111.002, 40.004, 111.004, 40.004, 111.004, 40.002, 111.002, 40.002]
    const of = (rings: number[][]) => measure({ type: 'Polygon', parts: [rings], dropped: false })
    const [outer, inner, both] = [of([shell]), of([hole]), of([shell, hole])]
    expect(both.area).toBeCloseTo(outer.area - inner.area, 6)
    expect(both.length).toBeCloseTo(outer.length + inner.length, 6)
    const line = measure({ type: 'LineString', parts: [[[111, 40, 112, 41]]], dropped: false })
    expect(line.area).toBe(0)
    expect(line.length).toBeCloseTo(139698.75539202822, 6)
    expect(measure({ type: 'Point', parts: [[[111, 40]]], dropped: false })).toEqual({ area: 0, length: 0 })
  })
})
