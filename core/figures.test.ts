import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { percents, points, pointsChange } from './figures.ts'

const shares = fc.double({ min: 0, max: 1, noNaN: true })

describe('figures', () => {
  it.each([
    [0, 0],
    [1, 100],
    [0.999999, 99.99],
    [0.89996, 89.99],
    [0.9, 90],
    [0.29, 29],
    [0.000001, 0.01],
  ])('the score %d is %d points', (score, shown) => expect(points(score)).toBe(shown))

  it.each([
    [0, 0],
    [1, 100],
    [0.99999, 99.99],
    [0.000001, 0.01],
    [0.12345, 12.35],
    [0.00005, 0.01],
  ])('the share %d is %d per cent', (share, shown) => expect(percents(share)).toBe(shown))

  it('never raise a score, keep the order, and are all or nothing only where that is so', () => {
    fc.assert(
      fc.property(shares, shares, (a, b) => {
        expect(points(a)).toBeLessThanOrEqual(Math.max(0.01, a * 100 + 1e-6))
        if (a <= b) expect(points(a)).toBeLessThanOrEqual(points(b))
        expect(percents(a) === 100).toBe(a === 1)
        expect(percents(a) === 0).toBe(a === 0)
        expect(points(b) + pointsChange(a, b)).toBeCloseTo(points(a), 6)
      }),
    )
  })
})
