import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { type Benchmark, memory, processorOf, ratio } from '../benchmark.ts'
import { contestant } from '../contestant.ts'
import { dropInto } from '../person/drop.ts'
import { writePeople } from '../person/people.ts'

/** Of each, two violations are told in the reports of the region, of the department and of the city. */
const PEOPLE = 500_000
const FILE = 'household_registration_full_20260901.csv'
/** Rows are streamed, whatever their number: the memory of the platform as everywhere. */
const PEAK_MB = 4096

/** The reports of the region, of all departments and of all cities. */
export const reports: Benchmark = {
  id: 'S11',
  words: 'reports of all departments with 1 M problem rows, against one scan in DuckDB to CSV',
  async prepare({ root, count, memory }) {
    const file = join(root, FILE)
    await writePeople(file, count(PEOPLE, 1000), { address: '不详' })
    const data = join(root, 'data')
    await dropInto(data, [file])
    await contestant('reports/prepare.ts', data, memory)
  },
  ours: ({ root, memory }) =>
    contestant('reports/platform.ts', join(root, 'data'), mkdtempSync(join(root, 'reports-')), memory),
  theirs: ({ root, memory }) =>
    contestant('reports/script.ts', join(root, 'data'), mkdtempSync(join(root, 'script-')), memory),
  figures: (ours, theirs) => [
    ratio('processor time', processorOf(ours), processorOf(theirs), 4),
    memory(ours, PEAK_MB),
  ],
}
