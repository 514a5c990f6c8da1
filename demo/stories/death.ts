import type { Row } from '../emitter.ts'
import type { Values } from '../faults.ts'
import { Random } from '../random.ts'
import { dayOf, isoDay } from '../world/calendar.ts'
import { type Person, streams, TODAY } from '../world/people.ts'
import { baseTime, Chronicle, type Register, timeBetween } from './chronicle.ts'
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

/** Death registration of one person. Extract 1 full, 2 delta, 3 the delta of the update. */
export function deathRows(person: Person, death: Death, register: Register): Row[] {
  const story = new Chronicle(register, death.random)
  const { random } = story
  const days = { 1: ['', ''], 2: ['2026-09-01', '2026-09-06'], 3: ['2026-10-01', '2026-10-06'] }[death.seq]
  const [from = '', to = ''] = days
  const died = from ? dayOf(from) : random.between(Math.max(person.born + 400, FIRST), TODAY)
  const values: Values = {
    citizen_id: person.citizenId,
    ...copyOf(person, random, false),
    died_on: isoDay(died),
    certificate_no: `15${String(random.int(10 ** 10)).padStart(10, '0')}`,
    updated_at: from ? timeBetween(random, from, to) : baseTime(random),
  }
  const fate = random.next()
  const again = { ...values, updated_at: baseTime(random) }
  if (death.seq === 1 && fate < 0.01)
    story.tellTwice(1, { operation: 'I', values }, { operation: 'I', values: again })
  else story.tell(death.seq, { operation: 'I', values })
  if (death.seq === 1 && fate > 0.97) {
    const later = timeBetween(random, '2026-09-01', '2026-09-06')
    story.tell(2, { operation: 'U', values: { ...values, died_on: isoDay(died - 1), updated_at: later } })
  }
  return story.rows
}
