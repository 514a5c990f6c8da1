import { expect, test } from 'vitest'
import { wktOf } from './geometry_text.ts'
import { projected, zoneOf } from './world/gauss_kruger.ts'
import { boundaryOf } from './world/grid.ts'
import { places } from './world/places.ts'
import { areaOf, type Shape } from './world/shape.ts'

test('Gauss-Krüger: the central meridian, and the length of a quadrant', () => {
  expect(zoneOf(111.3)).toBe(37)
  expect(projected([111, 0], 37)).toEqual([37_500_000, 0])
  const [east, north] = projected([111, 90], 37)
  expect(east).toBeCloseTo(37_500_000, 6)
  expect(north).toBeCloseTo(10_001_965.7293, 3)
})

test('the area of a square degree at the equator, and of the whole earth', () => {
  const box = (west: number, south: number, east: number, north: number): Shape => ({
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  })
  expect(areaOf(box(-180, -90, 180, 90)) / 510_065_621_724_000).toBeCloseTo(1, 8)
  expect(areaOf(box(0, 0, 1, 1)) / 12_308_778_361).toBeCloseTo(1, 3)
})

test('the places make up their city, and the cities the region', () => {
  const areas = (codes: string[]) => codes.reduce((sum, code) => sum + areaOf(boundaryOf(code)), 0)
  const counties = places.map(({ code }) => code)
  const cities = [...new Set(counties.map((code) => `${code.slice(0, 4)}00`))]
  expect(areas(counties) / areas(['150000'])).toBeCloseTo(1, 9)
  expect(areas(cities) / areas(['150000'])).toBeCloseTo(1, 9)
})

test('well-known text', () => {
  expect(wktOf({ type: 'Point', coordinates: [111.5, 40] })).toBe('POINT (111.5 40)')
  expect(
    wktOf({
      type: 'Polygon',
      coordinates: [
        [
          [1, 2],
          [3, 4],
          [1, 2],
        ],
      ],
    }),
  ).toBe('POLYGON ((1 2, 3 4, 1 2))')
})
