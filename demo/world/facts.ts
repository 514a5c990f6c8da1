import type { Values } from '../faults/kind.ts'
import type { Random } from '../random.ts'
import { copyOf } from '../stories/copies.ts'
import type { Organisation } from './organisations.ts'
import { type Person, phoneOf } from './people.ts'

/** What a department holds of a person that is another's to say: mostly right, sometimes old or mistyped. */
export function factsOfPerson(seed: number, person: Person, random: Random): Values {
  const { name, sex, birth_date } = copyOf(person, random, true)
  return {
    'person.name': name ?? null,
    'person.sex': sex ?? null,
    'person.birth_date': birth_date ?? null,
    'person.phone': random.chance(0.7) ? phoneOf(seed, person.index) : null,
    'person.household_division': random.chance(0.8) ? person.place.code : null,
    'person.household_address': random.chance(0.8) ? person.address : null,
  }
}

/** What another department holds of an organisation. */
export function factsOfOrganisation(organisation: Organisation, random: Random): Values {
  const { name, place } = organisation
  return {
    'legal_entity.name': random.chance(0.04) ? `${name}（筹）` : name,
    'legal_entity.division': random.chance(0.9) ? place.code : null,
  }
}
