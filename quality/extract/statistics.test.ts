import { describe, expect, it } from 'vitest'
import { countedMedian, median, pooled, robustDeviation, stabilityIndex, tenths } from './statistics.ts'

const counts = (values: Record<string, number>) => new Map(Object.entries(values))

describe('robust statistics', () => {
  it('take the middle, and are not moved by one outlier', () => {
    expect(median([])).toBe(0)
    expect(median([5])).toBe(5)
    expect(median([9, 1, 4])).toBe(4)
    expect(median([9, 1, 4, 6])).toBe(5)
    // Deviations from 4: 3, 1, 0, 1, 996; their middle is 1.
    expect(robustDeviation([1, 3, 4, 5, 1000])).toBeCloseTo(1.4826, 10)
    expect(robustDeviation([7, 7, 7])).toBe(0)
  })

  it('compute the population stability index', () => {
    // (0.3 - 0.5) ln(0.3 / 0.5) + (0.7 - 0.5) ln(0.7 / 0.5)
    expect(stabilityIndex(counts({ a: 50, b: 50 }), counts({ a: 30, b: 70 }))).toBeCloseTo(0.16946, 5)
    expect(stabilityIndex(counts({ a: 1, b: 3 }), counts({ a: 25, b: 75 }))).toBeCloseTo(0, 12)
    // A value that was not there counts as one in ten thousand: (0.5 - 0.0001) ln(5000) + (0.5 - 1) ln(0.5)
    expect(stabilityIndex(counts({ a: 10 }), counts({ a: 5, b: 5 }))).toBeCloseTo(4.60431, 4)
    expect(stabilityIndex(counts({}), counts({ a: 5 }))).toBe(0)
  })

  it('pool counts, and cut numbers into tenths of the base', () => {
    expect(pooled([counts({ a: 1, b: 2 }), counts({ b: 3 })])).toEqual(counts({ a: 1, b: 5 }))
    const base = counts(Object.fromEntries(Array.from({ length: 100 }, (_, at) => [String(at + 1), 1])))
    expect([...tenths(base, base).values()]).toEqual(Array<number>(10).fill(10))
    expect(tenths(base, counts({ '5': 2, '95': 3, '1000': 4 }))).toEqual(counts({ '0': 2, '9': 7 }))
    expect(countedMedian(counts({ '10': 1, '9': 1, '200': 1 }))).toBe(10)
  })
})
