import type { Row } from '../emitter.ts'
import type { Values } from '../faults/kind.ts'
import { Random } from '../random.ts'
import { dayOf, isoDay } from '../world/calendar.ts'
import { mobile, type Person, phoneOf, streams, TODAY } from '../world/people.ts'
import { knownEntity } from '../world/steady.ts'
import { baseTime, Chronicle, type Register, staleTime } from './chronicle.ts'
import { copyOf } from './copies.ts'

const YEAR = 365.25
const FIRST_ENROLMENT = dayOf('1995-01-01')

/** Social insurance of one person. Extract 1 full, 2 and 3 deltas, 4 the delta of the update. */
export function insuranceRows(
  seed: number,
  person: Person,
  organisations: number,
  register: Register,
): Row[] {
  const story = new Chronicle(register, new Random(seed, streams.insurance, person.index))
  const { random } = story
  const age = (TODAY - person.born) / YEAR
  if (age < 19 || age > 62 || !(person.outsider || random.chance(0.55))) return story.rows
  const values = baseValues(seed, person, organisations, random)
  const entry = random.next()
  if (entry < 0.01) tellAt(story, 2, 'I', values)
  else if (entry < 0.015) tellAt(story, 4, 'I', values)
  else if (entry > 0.998)
    story.tellTwice(1, insert(values), insert({ ...values, updated_at: baseTime(random) }))
  else story.tell(1, insert(values))
  if (entry < 0.015) return story.rows
  for (const [seq, rate] of [
    [2, 0.02],
    [3, 0.01],
    [4, 0.02],
  ] as const)
    if (random.chance(rate)) change(story, seq, changed(seed, values, organisations, random))
  return story.rows
}

const insert = (values: Values) => ({ operation: 'I' as const, values })

function tellAt(story: Chronicle, seq: number, operation: 'I' | 'U', values: Values): void {
  story.tell(seq, { operation, values: { ...values, updated_at: story.momentIn(seq) } })
}

function change(story: Chronicle, seq: number, values: Values): void {
  const { random } = story
  const kind = random.next()
  if (kind < 0.1) story.remove(seq, values, 'citizen_id', story.momentIn(seq))
  else if (kind < 0.2)
    story.tell(seq, { operation: 'U', values: { ...values, updated_at: staleTime(random) } })
  else tellAt(story, seq, 'U', values)
}

function changed(seed: number, values: Values, organisations: number, random: Random): Values {
  return {
    ...values,
    employer_uscc: knownEntity({ seed, people: 0, organisations }, random),
    contribution_base: contribution(random),
    phone: mobile(random),
  }
}

function baseValues(seed: number, person: Person, organisations: number, random: Random): Values {
  const grown = Math.ceil(person.born + 18 * YEAR)
  return {
    citizen_id: person.citizenId,
    ...copyOf(person, random, true),
    employer_uscc: random.chance(0.1) ? null : knownEntity({ seed, people: 0, organisations }, random),
    enrolled_on: isoDay(random.between(Math.max(grown, FIRST_ENROLMENT), TODAY)),
    contribution_base: contribution(random),
    phone: random.chance(0.05) ? null : phoneOf(seed, person.index),
    updated_at: baseTime(random),
  }
}

function contribution(random: Random): string {
  return `${random.between(3900, 22_000)}.${random.pick(['00', '50', '25'])}`
}
