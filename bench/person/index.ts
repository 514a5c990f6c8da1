import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { type Benchmark, memory, processorOf, ratio } from '../benchmark.ts'
import { contestant } from '../contestant.ts'
import { dropInto } from './drop.ts'
import { writePeople } from './people.ts'

const PEOPLE = 5_000_000
const FILE = 'household_registration_full_20260901.csv'

/** From the file of a department to the foundation of persons. */
export const person: Benchmark = {
  id: 'S4',
  words: '5 M people from their file to the foundation of persons, against a script in DuckDB',
  async prepare(place) {
    const bytes = await writePeople(join(place.root, FILE), place.count(PEOPLE, 1000))
    console.log(`  ${(bytes / 1e6).toFixed(0)} MB of CSV`)
  },
  async ours({ root, memory }) {
    const data = mkdtempSync(join(root, 'data-'))
    await dropInto(data, [join(root, FILE)])
    return contestant('person/platform.ts', data, memory)
  },
  theirs({ root, memory }) {
    return contestant('person/script.ts', join(root, FILE), mkdtempSync(join(root, 'script-')), memory)
  },
  figures: (ours, theirs) => [
    ratio('processor time', processorOf(ours), processorOf(theirs), 1.25),
    memory(ours, 4096),
  ],
}
