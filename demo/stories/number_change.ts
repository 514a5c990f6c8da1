import type { Row } from '../emitter.ts'
import type { Values } from '../faults.ts'
import type { World } from '../fields/subject.ts'
import type { Random } from '../random.ts'
import { RecordRegister } from '../registers/record_register.ts'
import { factsOfPerson } from '../world/facts.ts'
import type { NumberChange } from '../world/numbers.ts'
import type { Person } from '../world/people.ts'
import { Chronicle, type Register, timeBetween } from './chronicle.ts'
import { householdValues } from './household.ts'

const days = { 2: ['2026-09-01', '2026-09-06'], 3: ['2026-10-01', '2026-10-06'] } as const

/** After every other row of the full dump: of two records of one person, the newer one counts. */
const NEWEST = '2026-08-21 12:00:00'

/** A moment in the time of a delta. */
function momentOf(seq: 2 | 3, random: Random): string {
  const [from, to] = days[seq]
  return timeBetween(random, from, to)
}

/** Household registration of a person whose number changed. */
export function changedHouseholdRows(person: Person, change: NumberChange, register: Register): Row[] {
  const { kind, seq, former, now, random } = change
  const old = new Chronicle(register, random)
  const values = householdValues(person, random)
  const under = (number: string, more: Values = {}) => ({
    operation: 'I' as const,
    values: { ...values, citizen_id: number, ...more },
    place: person.place,
    calm: true,
  })
  if (kind === 'moved') old.tell(1, under(now))
  else if (kind === 'double') {
    old.tell(1, under(former))
    const newer = { household_no: `${values.household_no?.slice(0, -1)}9`, updated_at: NEWEST }
    old.tell(1, under(now, newer))
    if (random.chance(0.5))
      old.remove(3, { ...values, citizen_id: former }, 'citizen_id', momentOf(3, random))
  } else if (seq !== 1) {
    old.tell(1, under(former))
    const at = momentOf(seq, random)
    old.remove(seq, { ...values, citizen_id: former }, 'citizen_id', at)
    old.tell(seq, under(now, { updated_at: at }))
  }
  return old.rows
}

/** The register of changed numbers. */
export class NumberChanges {
  private readonly register: RecordRegister

  constructor(private readonly world: World) {
    this.register = new RecordRegister({
      dataset: 'identity_number_changes',
      share: 1,
      fields: {
        former_citizen_id: ({ person }) => person?.citizenId ?? '',
      },
    })
  }

  rows(person: Person, { seq, now, kind, random }: NumberChange, register: Register): Row[] {
    const facts = factsOfPerson(this.world.seed, person, random)
    const subject = {
      world: this.world,
      key: now,
      place: person.place,
      since: person.born,
      facts,
      person,
      ordinal: 0,
    }
    const values = this.register.values(subject, random)
    const story = new Chronicle(register, random)
    const at = seq === 1 ? (values.updated_at ?? null) : momentOf(seq, random)
    const calm = kind !== 'moved' || person.index < 100
    story.tell(seq, { operation: 'I', values: { ...values, updated_at: at }, place: person.place, calm })
    return story.rows
  }
}
