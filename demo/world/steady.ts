import { Random } from '../random.ts'
import { certainChanges } from './certain_changes.ts'
import { codeOf, datasetOfOrganisation, indexIn, isRestless } from './organisations.ts'
import { type Person, personOf, streams } from './people.ts'

interface Counts {
  seed: number
  people: number
  organisations: number
}

/** Registered from the first full dump on, in good order and for good: references to such a person are certain. */
export function isSteady(seed: number, index: number): boolean {
  return new Random(seed, streams.steady, index).next() < 0.3
}

/** A steady person whose number stays, or null where there is none to find. */
export function knownPerson({ seed, people }: Counts, random: Random): Person | null {
  for (let attempt = 0; attempt < 60 && people > 0; attempt++) {
    const index = random.int(people)
    if (!isSteady(seed, index) || index in certainChanges) continue
    const person = personOf(seed, index)
    if (!person.outsider) return person
  }
  return null
}

const EMPLOYERS = ['market_entities', 'social_organisations']

/** The code of a steady organisation in one of the datasets (default: of any that employs); large ones more often. */
export function knownEntity(
  counts: Counts,
  random: Random,
  datasets: readonly string[] = EMPLOYERS,
): string | null {
  const index = knownEntityAt(counts, random, datasets)
  return index === null ? null : codeOf(counts.seed, index)
}

/** The index of a steady organisation in one of the datasets, or null where there is none to find. */
export function knownEntityAt(
  { seed, organisations }: Counts,
  random: Random,
  datasets: readonly string[],
): number | null {
  for (let attempt = 0; attempt < 60 && organisations > 0; attempt++) {
    const index = indexIn(random.pick(datasets), organisations, random.next() ** 2)
    const fits = index < organisations && datasets.includes(datasetOfOrganisation(index))
    if (fits && !isRestless(seed, index)) return index
  }
  return null
}
