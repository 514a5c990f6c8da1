import type { Row } from '../emitter.ts'
import type { Values } from '../faults/kind.ts'
import { Random } from '../random.ts'
import { dayOf, isoDay } from '../world/calendar.ts'
import { type Person, streams, TODAY } from '../world/people.ts'
import { baseTime, Chronicle, momentBetween, type Register } from './chronicle.ts'
import { copyOf } from './copies.ts'

const YEAR = 365.25
const FIRST = dayOf('2012-01-01')

/** When a person died, as far as this province knows: in the time of the full dump, of the deltas, or not. */
export interface Death {
  seq: 1 | 2 | 3
  random: Random
}

/** Whether and when the person died. Old people more often. */
export function deathOf(seed: number, person: Person): Death | null {
  const random = new Random(seed, streams.death, person.index)
  const age = (TODAY - person.born) / YEAR
  if (age < 2 || person.outsider) return null
  const rate = age > 85 ? 0.15 : age > 65 ? 0.04 : 0.006
  if (!random.chance(rate)) return null
  const when = random.next()
  return { seq: when < 0.8 ? 1 : when < 0.92 ? 2 : 3, random }
}

/** Rows of a person's death in both registers: of the health commission, and of the police. */
export interface DeathRows {
  death_registration: Row[]
  death_reports: Row[]
}

/**
 * Where a person died decides who answers: a hospital for deaths in it and on the way there, the police for others.
 * Now and then both have the death, as of the same place or each as its own. Extract 1 full, 2 delta, 3 the delta of
 * the update.
 */
export function deathRows(person: Person, death: Death, hospital: Register, police: Register): DeathRows {
  const { random } = death
  const values = deathValues(person, death, hospital)
  const fate = random.next()
  const inHospital = fate < 0.65
  values.death_place_kind = inHospital
    ? random.pick(['1', '1', '1', '2'])
    : random.pick(['3', '3', '4', '9', '0'])
  const other = random.next()
  const reported = { ...values, division: random.chance(0.5) ? person.place.code : null }
  if (inHospital) {
    const claimed = { ...reported, death_place_kind: '3', died_on: shifted(values.died_on, random) }
    return {
      death_registration: hospitalRows(death, values, hospital),
      death_reports:
        other < 0.06 ? told(death, claimed, police) : other < 0.12 ? told(death, reported, police) : [],
    }
  }
  const seen = { ...values, died_on: shifted(values.died_on, random) }
  return {
    death_registration: other < 0.1 ? told(death, seen, hospital) : [],
    death_reports: told(
      death,
      { ...reported, certificate_no: random.chance(0.3) ? null : (values.certificate_no ?? null) },
      police,
    ),
  }
}

/** Of a death in the time of a delta, both registers know within the days of the hospitals' delta, the earlier one. */
function deathValues(person: Person, { seq, random }: Death, hospital: Register): Values {
  const span = seq === 1 ? undefined : hospital.spans[seq - 1]
  const died = span?.from ?? random.between(Math.max(person.born + 400, FIRST), TODAY)
  return {
    citizen_id: person.citizenId,
    ...copyOf(person, random, false),
    died_on: isoDay(died),
    certificate_no: `15${String(random.int(10 ** 10)).padStart(10, '0')}`,
    updated_at: span ? momentBetween(random, span.from, span.to) : baseTime(random),
  }
}

/** A day or two before, half of the time. */
function shifted(day: string | null | undefined, random: Random): string | null {
  return day && random.chance(0.5) ? isoDay(dayOf(day) - random.between(1, 2)) : (day ?? null)
}

function told({ seq, random }: Death, values: Values, register: Register): Row[] {
  const story = new Chronicle(register, random)
  story.tell(seq, { operation: 'I', values })
  return story.rows
}

function hospitalRows({ seq, random }: Death, values: Values, register: Register): Row[] {
  const story = new Chronicle(register, random)
  const fate = random.next()
  const again = { ...values, updated_at: baseTime(random) }
  if (seq === 1 && fate < 0.01)
    story.tellTwice(1, { operation: 'I', values }, { operation: 'I', values: again })
  else story.tell(seq, { operation: 'I', values })
  if (seq === 1 && fate > 0.97) {
    const later = story.momentIn(2)
    const died_on = isoDay(dayOf(values.died_on ?? '') - 1)
    story.tell(2, { operation: 'U', values: { ...values, died_on, updated_at: later } })
  }
  return story.rows
}
