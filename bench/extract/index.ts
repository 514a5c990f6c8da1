import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import {
  assertSame,
  type Benchmark,
  memory,
  type Place,
  processorOf,
  ratio,
  withoutOutputs,
} from '../benchmark.ts'
import { contestant } from '../contestant.ts'
import { WARM, writeExtracts } from './extracts.ts'

/** Extracts over which the mean of one is taken. */
const SINGLE = 20
const MANY = 200

const filesOf = ({ root }: Place) => join(root, 'files')
const platform = (place: Place, count: number, how: 'each' | 'atOnce') =>
  contestant(
    'extract/platform.ts',
    mkdtempSync(join(place.root, 'data-')),
    filesOf(place),
    count,
    how,
    place.memory,
  )
const script = (place: Place, count: number) =>
  contestant(
    'extract/script.ts',
    filesOf(place),
    mkdtempSync(join(place.root, 'script-')),
    count,
    place.memory,
  )

/** One small extract in a process that has taken in others. */
const single: Benchmark = {
  id: 'S2',
  words: 'an extract of 20 rows in a warm process, against the statements of a script',
  times: 3,
  prepare: (place) => writeExtracts(filesOf(place), WARM + SINGLE),
  ours: (place) => platform(place, SINGLE, 'each'),
  theirs: (place) => script(place, SINGLE),
  figures: (ours, theirs) => [
    ratio('processor time', processorOf(ours), processorOf(theirs), 3),
    { words: 'statements', value: (ours.counts.statements ?? 0) / SINGLE, most: 12 },
    { words: 'processor time of one', value: (processorOf(ours) / SINGLE) * 1000, unit: ' ms' },
  ],
}

/** Many small extracts of one register that wait together. */
const many: Benchmark = {
  id: 'S3',
  words: '200 such extracts of one register at once, against one of them',
  async prepare(place) {
    await writeExtracts(filesOf(place), WARM + place.count(MANY, SINGLE))
  },
  async ours(place) {
    const count = place.count(MANY, SINGLE)
    const ours = await platform(place, count, 'atOnce')
    // The other side is the platform itself, on one extract: that the rows are right is seen against the script.
    assertSame(ours, await script(place, count))
    return withoutOutputs(ours)
  },
  theirs: async (place) => withoutOutputs(await platform(place, SINGLE, 'each')),
  figures: (ours, theirs, place) => [
    ratio(`${place.count(MANY, SINGLE)} in one`, processorOf(ours), processorOf(theirs) / SINGLE, 8),
    { words: 'statements of all', value: ours.counts.statements ?? 0 },
    memory(ours),
  ],
}

export const extracts: Benchmark[] = [single, many]
