import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { type Benchmark, memory, processorOf, ratio } from '../benchmark.ts'
import { contestant } from '../contestant.ts'

const PEOPLE = 5_000_000

/** What twelve cities are sent of the foundation of persons. */
export const backflow: Benchmark = {
  id: 'S10',
  words: 'packages of 5 M people for twelve cities, against one COPY in DuckDB and hashes',
  async prepare(place) {
    const data = join(place.root, 'data')
    await contestant('foundation/prepare.ts', data, 'person', place.count(PEOPLE, 1200), place.memory)
    await contestant('foundation/platform.ts', data, 'person', place.memory)
  },
  ours: (place) =>
    contestant('backflow/platform.ts', join(place.root, 'data'), place.count(PEOPLE, 1200), place.memory),
  theirs: ({ root, memory }) =>
    contestant('backflow/script.ts', join(root, 'data'), mkdtempSync(join(root, 'script-')), memory),
  figures: (ours, theirs, place) => {
    const changed = ours.counts.changed ?? 0
    // Who moved to another city leaves one package and comes with another.
    const most = (place.count(PEOPLE, 1200) / 100) * 2
    if (changed === 0 || changed > most) throw new Error(`${changed} rows of changes, at most ${most}`)
    const full = processorOf(ours, 'full')
    return [
      ratio('processor time', full, processorOf(theirs), 1.3),
      ratio('a hundredth changed, in the full packages', processorOf(ours, 'changes'), full, 0.05),
      memory(ours),
    ]
  },
}
