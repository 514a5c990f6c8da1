import { catalogue } from '../../catalog/catalogue.ts'
import { foundationOf } from '../../catalog/lookup.ts'
import type { Row } from '../emitter.ts'
import { PeopleRegisters } from '../registers/people.ts'
import { deathOf, deathRows } from '../stories/death.ts'
import { householdRows } from '../stories/household.ts'
import { insuranceRows } from '../stories/insurance.ts'
import { marriageRows } from '../stories/marriage.ts'
import { changedHouseholdRows, NumberChanges } from '../stories/number_change.ts'
import type { NumberChange } from '../world/certain_changes.ts'
import { numberChangeOf } from '../world/numbers.ts'
import { type Person, personOf } from '../world/people.ts'
import type { Part, Teller } from './part.ts'

type Rows = Record<string, Row[]>

/** No row in any register of people: rows that begin like this are objects of one shape. */
const nothing: Rows = Object.fromEntries(foundationOf(catalogue, 'person').datasets.map((id) => [id, []]))

/** The people of the province, two by two, as they marry. */
export function peoplePart({ world, truth, open }: Teller): Part {
  const registers = new PeopleRegisters(world, open)
  const changes = new NumberChanges(world)
  const tell = (person: Person, married: Row[], spouse: Row[]) => {
    const change = numberChangeOf(world.seed, person)
    const rows: Rows = { ...nothing, marriage_registration: married }
    if (change) {
      rows.household_registration = changedHouseholdRows(person, change, open('household_registration'))
      rows.identity_number_changes = changes.rows(person, change, open('identity_number_changes'))
    }
    tellOld(person, change, rows)
    registers.tell(person, rows, () => (change?.random.chance(0.4) ? change.now : person.citizenId))
    truth.subject('person', rows, { marriage_registration: spouse })
  }
  const tellOld = (person: Person, change: NumberChange | null, rows: Rows) => {
    const death = deathOf(world.seed, person)
    if (!change)
      rows.household_registration = householdRows(
        world.seed,
        person,
        death?.seq === 1,
        open('household_registration'),
      )
    rows.social_insurance = insuranceRows(world.seed, person, world.organisations, open('social_insurance'))
    if (death)
      Object.assign(rows, deathRows(person, death, open('death_registration'), open('death_reports')))
  }
  return {
    count: world.people,
    step: 2,
    tell(index) {
      const pair = [personOf(world.seed, index), personOf(world.seed, index + 1)] as const
      const marriages = marriageRows(world.seed, pair, open('marriage_registration'))
      pair.forEach((person, side) => {
        tell(person, marriages[side] ?? [], marriages[1 - side] ?? [])
      })
    },
  }
}
