import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { type Benchmark, memory, type Place, processorOf, ratio, withoutOutputs } from '../benchmark.ts'
import { contestant } from '../contestant.ts'

const PEOPLE = 5_000_000
const MORE_PEOPLE = 20_000_000
const ENTITIES = 500_000
const PEAK_MB = 4096

const logs = (data: string, foundation: string, subjects: number, { memory }: Place, ...batch: number[]) =>
  contestant('foundation/prepare.ts', data, foundation, subjects, memory, ...batch)
const built = (data: string, foundation: string, { memory }: Place) =>
  contestant('foundation/platform.ts', data, foundation, memory)

/** A hundredth of the people has new states: the increment, and a full build of the same logs. */
const hundredth: Benchmark = {
  id: 'S7',
  words: 'a hundredth of 5 M people changed, against the full build of the same logs',
  async prepare(place) {
    const people = place.count(PEOPLE, 1000)
    const [data, whole] = [join(place.root, 'data'), join(place.root, 'whole')]
    await logs(data, 'person', people, place)
    await built(data, 'person', place)
    await logs(data, 'person', people, place, 100)
    copyLogs(data, whole)
  },
  ours: ({ root, memory }) => contestant('foundation/increment.ts', join(root, 'data'), 'person', memory),
  theirs: (place) => built(join(place.root, 'whole'), 'person', place),
  figures(ours, theirs) {
    const increment = processorOf(ours, 'build') - processorOf(ours, 'reading the batch')
    return [
      ratio(
        'the increment without reading its batch, in the full build',
        increment,
        processorOf(theirs),
        0.05,
      ),
      memory(ours),
    ]
  },
}

/** Four times as many people. */
const growth: Benchmark = {
  id: 'S8',
  words: 'the build of 20 M people, against that of 5 M',
  async prepare(place) {
    await logs(join(place.root, 'more'), 'person', place.count(MORE_PEOPLE, 4000), place)
    await logs(join(place.root, 'data'), 'person', place.count(PEOPLE, 1000), place)
  },
  // The work is not the same, so that the records are counted and not compared.
  ours: async (place) => withoutOutputs(await built(join(place.root, 'more'), 'person', place)),
  theirs: async (place) => withoutOutputs(await built(join(place.root, 'data'), 'person', place)),
  figures(ours, theirs) {
    const grown = (ours.counts.golden ?? 0) / (theirs.counts.golden ?? 0)
    if (Math.abs(grown - 4) > 0.01) throw new Error(`${grown.toFixed(2)} times the golden records, not 4`)
    return [ratio('processor time', processorOf(ours), processorOf(theirs), 4.4), memory(ours, PEAK_MB)]
  },
}

const entities: Benchmark = {
  id: 'S9',
  words: '500,000 legal entities in 13 registers, against a script in DuckDB',
  times: 3,
  async prepare(place) {
    await logs(join(place.root, 'data'), 'legal_entity', place.count(ENTITIES, 1000), place)
  },
  ours(place) {
    // Each build is the first of its folder.
    const data = mkdtempSync(join(place.root, 'ours-'))
    copyLogs(join(place.root, 'data'), data)
    return built(data, 'legal_entity', place)
  },
  theirs({ root, memory }) {
    return contestant(
      'foundation/script.ts',
      join(root, 'data'),
      'legal_entity',
      join(root, 'script'),
      memory,
    )
  },
  figures: (ours, theirs) => [
    ratio('processor time', processorOf(ours), processorOf(theirs), 1.2),
    memory(ours),
  ],
}

/** Gives another data folder the same logs. */
function copyLogs(from: string, to: string): void {
  mkdirSync(join(to, 'lake'), { recursive: true })
  const { status } = spawnSync('cp', ['-al', join(from, 'lake', 'std'), join(to, 'lake')])
  if (status !== 0) throw new Error('the logs cannot be copied')
}

export const foundations: Benchmark[] = [hundredth, growth, entities]
