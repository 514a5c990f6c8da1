import { ShuyuanError } from '../../core/errors.ts'
import './locale.ts'

/** Counts requests by token. */
export interface RequestRate {
  /** @throws ShuyuanError `http.too_many_requests` */
  count(token: string): void
}

const MINUTE_MS = 60_000

/** At most so many requests of one token in any minute that begins with its first one. */
export function requestRate(perMinute: number, now?: () => number): RequestRate {
  const counts = new Map<string, () => number>()
  return {
    count: (token) => {
      const count = counts.get(token) ?? minuteCount(now)
      counts.set(token, count)
      if (count() > perMinute) throw new ShuyuanError('http.too_many_requests', { most: perMinute })
    },
  }
}

/** Counts one more, and tells how many there are in the minute that began with the first of them. */
export function minuteCount(now: () => number = () => performance.now()): () => number {
  let from = Number.NEGATIVE_INFINITY
  let count = 0
  return () => {
    if (now() - from >= MINUTE_MS) [from, count] = [now(), 0]
    count += 1
    return count
  }
}
