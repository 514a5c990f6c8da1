/** A 32-bit integer hash (MurmurHash3 finalizer) of a running state and a value. */
function mix(state: number, value: number): number {
  let h = (state ^ value) >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Hash of three integers: what makes every subject a pure function of (seed, stream, index). */
export function hash(seed: number, stream: number, index: number): number {
  return mix(mix(mix(0x9e3779b9, seed), stream * 0x9e3779b1), index * 0x85ebca77 + 1)
}

/** A deterministic generator (mulberry32). No wall clock, no global state: same start, same numbers. */
export class Random {
  private state = 0

  constructor(seed: number, stream: number, index: number) {
    this.state = hash(seed, stream, index)
  }

  /** A number in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** An integer from 0 to n − 1. */
  int(n: number): number {
    return Math.floor(this.next() * n)
  }

  /** An integer from low to high, both included. */
  between(low: number, high: number): number {
    return low + this.int(high - low + 1)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(items: readonly T[]): T {
    return items[this.int(items.length)] as T
  }
}
