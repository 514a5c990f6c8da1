import { ShuyuanError } from '../../core/errors.ts'
import './locale.ts'

/** Counts requests by token. */
export interface RequestRate {
  /** @throws ShuyuanError `http.too_many_requests` */
  count(token: string): void
}

const MINUTE_MS = 60_000

/** At most so many requests of one token in any minute that begins with its first one. */
export function requestRate(perMinute: number, now: () => number = () => performance.now()): RequestRate {
  const windows = new Map<string, { from: number; count: number }>()
  return {
    count: (token) => {
      const known = windows.get(token)
      const window = known && now() - known.from < MINUTE_MS ? known : { from: now(), count: 0 }
      window.count += 1
      windows.set(token, window)
      if (window.count > perMinute) throw new ShuyuanError('http.too_many_requests', { most: perMinute })
    },
  }
}
