import type { Row } from '../emitter.ts'
import type { Values } from '../faults/kind.ts'
import type { World } from '../fields/subject.ts'
import { RecordRegister } from '../registers/record_register.ts'
import type { NumberChange } from '../world/certain_changes.ts'
import { factsOfPerson } from '../world/facts.ts'
import type { Person } from '../world/people.ts'
import { Chronicle, type Register } from './chronicle.ts'
import { householdValues } from './household.ts'

/** After every other row of the full dump: of two records of one person, the newer one counts. */
const NEWEST = '2026-08-21 12:00:00'

/** Household registration of a person whose number changed. */
export function changedHouseholdRows(person: Person, change: NumberChange, register: Register): Row[] {
  const { kind, seq, former, now, other, random } = change
  const story = new Chronicle(register, random)
  const values = householdValues(person, random)
  const under = (number: string, more: Values = {}) => ({
    operation: 'I' as const,
    values: { ...values, citizen_id: number, ...more },
    place: person.place,
    calm: true,
  })
  const renumbered = (from: string, at: 2 | 3) => {
    story.tell(1, under(from))
    const moment = story.momentIn(at)
    story.remove(at, { ...values, citizen_id: from }, 'citizen_id', moment)
    story.tell(at, under(now, { updated_at: moment }))
  }
  if (kind === 'moved' || kind === 'ambiguous') story.tell(1, under(now))
  else if (kind === 'chain') renumbered(other, 3)
  else if (kind === 'changed') renumbered(former, seq === 1 ? 2 : seq)
  else {
    story.tell(1, under(former))
    const newer = { household_no: `${values.household_no?.slice(0, -1)}9`, updated_at: NEWEST }
    story.tell(1, under(now, newer))
    if (random.chance(0.5))
      story.remove(3, { ...values, citizen_id: former }, 'citizen_id', story.momentIn(3))
  }
  return story.rows
}

/** What the register of changes says of a person, one row after the other. */
function linksOf({ kind, seq, former, now, other }: NumberChange): Link[] {
  if (kind === 'chain') return [link(former, other, 1), link(other, now, 3)]
  if (kind === 'ambiguous') return [link(former, now, 1), link(former, other, 3, true)]
  return [link(former, now, seq)]
}

interface Link {
  former: string
  now: string
  seq: 1 | 2 | 3
  /** The household register does not know the new number, now or later. */
  unknown: boolean
}

function link(former: string, now: string, seq: 1 | 2 | 3, unknown = false): Link {
  return { former, now, seq, unknown }
}

/** The register of changed numbers. */
export class NumberChanges {
  private readonly register: RecordRegister

  constructor(private readonly world: World) {
    this.register = new RecordRegister({
      dataset: 'identity_number_changes',
      share: 1,
      fields: {
        former_citizen_id: ({ facts }) => facts[FORMER] ?? '',
        // Not 1: of two people with one number, the other keeps it.
        reason: (_subject, random) => random.pick(['2', '9']),
      },
    })
  }

  rows(person: Person, change: NumberChange, register: Register): Row[] {
    const story = new Chronicle(register, change.random)
    for (const each of linksOf(change)) this.tell(story, person, change, each)
    return story.rows
  }

  private tell(
    story: Chronicle,
    person: Person,
    { kind }: NumberChange,
    { former, now, seq, unknown }: Link,
  ): void {
    const { random } = story
    const facts = { ...factsOfPerson(this.world.seed, person, random), [FORMER]: former }
    const { place, born } = person
    const subject = { world: this.world, key: now, place, since: born, facts, person, ordinal: 0 }
    const values = this.register.values(subject, random)
    if (seq !== 1) {
      values.updated_at = story.momentIn(seq)
      values.changed_on = values.updated_at.slice(0, 10)
    }
    const calm = kind !== 'moved' || person.index < 100
    const warnings = unknown ? { warnings: ['reference.missing'] } : {}
    story.tell(seq, { operation: 'I', values, place, calm, ...warnings })
  }
}

/** Where the facts of a change have the number before it. */
const FORMER = 'former'
