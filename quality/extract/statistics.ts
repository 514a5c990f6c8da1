/** The middle of the values; of two middle ones their mean. 0 of none. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length === 0) return 0
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)] ?? 0
  return ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** Scales a median absolute deviation to the standard deviation of a normal distribution. */
const TO_SIGMA = 1.4826

/** A robust standard deviation: the median absolute deviation, scaled. Single outliers do not move it. */
export function robustDeviation(values: number[]): number {
  const middle = median(values)
  return TO_SIGMA * median(values.map((each) => Math.abs(each - middle)))
}

/** Counts by value. */
export type Counts = Map<string, number>

export function totalOf(counts: Counts): number {
  return [...counts.values()].reduce((sum, each) => sum + each, 0)
}

/** A share of nothing counts as this much: else one new value in a million rows would be an infinite change. */
const LEAST_SHARE = 1e-4

/**
 * The population stability index of two distributions over the same values: the sum of (p - q) ln(p / q). Below 0.1
 * nothing has changed, above 0.25 much has.
 */
export function stabilityIndex(before: Counts, after: Counts): number {
  const [all, now] = [totalOf(before), totalOf(after)]
  if (all === 0 || now === 0) return 0
  const values = new Set([...before.keys(), ...after.keys()])
  return [...values].sort().reduce((sum, value) => {
    const q = Math.max((before.get(value) ?? 0) / all, LEAST_SHARE)
    const p = Math.max((after.get(value) ?? 0) / now, LEAST_SHARE)
    return sum + (p - q) * Math.log(p / q)
  }, 0)
}

/** The sum of several counts. */
export function pooled(all: Counts[]): Counts {
  const sum: Counts = new Map()
  for (const counts of all) for (const [value, count] of counts) sum.set(value, (sum.get(value) ?? 0) + count)
  return sum
}

/** The number in the middle of counted numbers. */
export function countedMedian(counts: Counts): number {
  const half = totalOf(counts) / 2
  let passed = 0
  for (const [value, count] of byNumber(counts)) {
    passed += count
    if (passed >= half) return value
  }
  return 0
}

/**
 * Counted numbers as counts of tenths: the borders are those that cut `base` into ten parts of about the same size.
 */
export function tenths(base: Counts, counts: Counts): Counts {
  const borders = bordersOf(base)
  const found: Counts = new Map()
  for (const [value, count] of byNumber(counts)) {
    const part = String(borders.filter((border) => value > border).length)
    found.set(part, (found.get(part) ?? 0) + count)
  }
  return found
}

function bordersOf(base: Counts): number[] {
  const all = totalOf(base)
  const borders: number[] = []
  let passed = 0
  for (const [value, count] of byNumber(base)) {
    passed += count
    if (passed >= (all * (borders.length + 1)) / 10 && borders.length < 9) borders.push(value)
  }
  return borders
}

function byNumber(counts: Counts): [number, number][] {
  return [...counts]
    .map(([value, count]) => [Number(value), count] as [number, number])
    .sort(([a], [b]) => a - b)
}
