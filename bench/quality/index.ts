import { type Benchmark, type Measured, memory, type Place, processorOf, ratio } from '../benchmark.ts'
import { contestant } from '../contestant.ts'
import { pythonContestant } from '../python/environment.ts'
import { taskOf } from './tasks.ts'
import { tools } from './tools.ts'

const ROWS = 5_000_000
const shares = ['0 % bad', '1 % bad', '30 % bad']
const badOf = ({ name }: Place) => Number(name.split(' ')[0]) / 100

const prepare = async (place: Place) =>
  void (await contestant('quality/prepare.ts', place.root, place.count(ROWS, 1000), badOf(place)))
const platform = (place: Place) => contestant('quality/ours.ts', place.root, badOf(place), place.memory)

/** All outputs: failing rows with all their violations, counts by rule and city, accepted rows. */
const script: Benchmark = {
  id: 'S5',
  words: '63 rules on 5 M rows, all outputs, against a script in DuckDB',
  cases: shares,
  prepare,
  ours: platform,
  theirs: (place) => contestant('quality/floor.ts', place.root, badOf(place), place.memory),
  figures: (ours, theirs) => [
    ratio('processor time', processorOf(ours), processorOf(theirs), 1.15),
    memory(ours),
  ],
}

/** Judging and counting alone. */
const pandera: Benchmark = {
  id: 'S6',
  words: '63 rules on 5 M rows, judged and counted, against pandera on polars with its load',
  cases: shares,
  prepare,
  ours: async (place) => ({ ...(await platform(place)), outputs: {} }),
  theirs: (place) => python(place, 'requirements.txt', 'run_pandera.py'),
  figures(ours, theirs) {
    assertSameCounts(ours, theirs)
    return [ratio('processor time', processorOf(ours, 'judge'), processorOf(theirs), 1), memory(ours)]
  },
}

function python(place: Place, requirements: string, file: string): Promise<Measured> {
  return pythonContestant(requirements, file, taskOf(place.root, String(badOf(place)), place.memory))
}

/** @throws Error where a rule that looks at one row alone was failed by another number of rows */
function assertSameCounts(ours: Measured, theirs: Measured): void {
  // Of several rows, pandera tells all that repeat a key, and references that are malformed besides.
  const onSeveral = ['citizen_id.unique.duplicate', 'employer.reference.missing']
  const rules = Object.keys(theirs.counts).filter((rule) => !onSeveral.includes(rule))
  const different = rules.filter((rule) => (ours.counts[rule] ?? 0) !== theirs.counts[rule])
  const told = different.map((rule) => `${rule} (${ours.counts[rule] ?? 0} and ${theirs.counts[rule]})`)
  if (told.length > 0) throw new Error(`the sides disagree on ${told.join(', ')}`)
  if (rules.length === 0) throw new Error('pandera judged by no rule')
}

/** Tools that ask one query a check. They write other things than the platform, and have no target. */
const queries = tools.map(
  ({ id, words, requirements, file }): Benchmark => ({
    id,
    words: `63 rules on 5 M rows, all outputs, against ${words}`,
    cases: shares,
    onlyNamed: true,
    prepare,
    ours: async (place) => ({ ...(await platform(place)), outputs: {} }),
    theirs: (place) => python(place, requirements, file),
    figures: (ours, theirs) => [
      ratio('processor time', processorOf(ours), processorOf(theirs)),
      memory(ours),
    ],
  }),
)

/** More rules over more columns: the register's columns several times side by side. */
const curve: Benchmark = {
  id: 'curve',
  words: 'judging 1 M rows by more rules over more columns',
  cases: ['4 columns', '20 columns', '40 columns', '65 columns'],
  onlyNamed: true,
  prepare: async (place) =>
    void (await contestant('quality/prepare.ts', place.root, place.count(ROWS / 5, 1000), 0.01)),
  ours: (place) => contestant('quality/curve.ts', place.root, place.name.split(' ')[0] ?? '', place.memory),
  figures: (ours) => [
    { words: `${ours.counts.rules} rules`, value: processorOf(ours), unit: ' s' },
    memory(ours),
  ],
}

export const quality: Benchmark[] = [script, pandera, ...queries, curve]
