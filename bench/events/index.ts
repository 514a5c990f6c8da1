import type { Benchmark } from '../benchmark.ts'
import { contestant } from '../contestant.ts'

/** A second that a stream of 1,000 events lasts, at scale 1. */
const SECONDS = 60
const RATE = 1000
const VISIBLE_P99_MS = 2000

/** A stream of events, by the clock: how many a second are taken, and when they are seen. It has no other side. */
export const events: Benchmark = {
  id: 'events',
  words: '1,000 licences a second for a minute, until a query over what is published has them',
  onlyNamed: true,
  ours: (place) => contestant('events/stream.ts', place.root, place.count(SECONDS, 5), RATE),
  figures({ counts }) {
    const { kept = 0, unseen = 0, accepted_p99 = 0, visible_p99 = 0, peak = 0 } = counts
    return [
      // A rate that is kept to two hundredths is kept.
      { words: 'events that were sent in the time of those accepted', value: RATE / kept, most: 1 / 0.98 },
      { words: 'events never seen', value: unseen, most: 0 },
      { words: 'accepted, 99 of 100', value: accepted_p99, unit: ' ms' },
      { words: 'visible, 99 of 100', value: visible_p99, most: VISIBLE_P99_MS, unit: ' ms' },
      { words: 'peak memory of the server', value: peak, unit: ' MB' },
    ]
  },
}
