import { type Benchmark, type Place, processorOf, ratio } from '../benchmark.ts'
import { contestant } from '../contestant.ts'
import { pythonOf, REQUIREMENTS } from '../python/environment.ts'
import { nightByDbt } from './dbt.ts'

const REGISTERS = 55

/** At a small scale the registers are fewer, and few anyway. */
const countOf = (place: Place) => Math.min(REGISTERS, place.count(REGISTERS, 4))

/** A nightly run: what every register sends, the foundations and the scores. */
export const nightly: Benchmark = {
  id: 'S1',
  words: 'a nightly run of many small registers, foundations and scores, against one build of dbt-duckdb',
  async prepare(place) {
    // Before all the rest, so that nothing is done for a comparison that cannot be made.
    pythonOf(REQUIREMENTS)
    await contestant('nightly/prepare.ts', place.root, countOf(place), place.scale, place.memory)
  },
  ours: (place) => contestant('nightly/platform.ts', place.root, countOf(place), place.memory),
  theirs: (place) => nightByDbt(place, countOf(place)),
  figures: (ours, theirs) => [ratio('processor time', processorOf(ours), processorOf(theirs), 1 / 3)],
}
