import type { World } from '../fields/subject.ts'
import type { Random } from '../random.ts'
import { type Organisation, organisationOf } from '../world/organisations.ts'
import { knownEntityAt, knownPerson } from '../world/steady.ts'

/** A person or an organisation that a record is about: kind 1 or 2, identifier and name. */
export interface Party {
  kind: '1' | '2'
  id: string
  name: string
}

/** Somebody whom the registers know for good. */
export function partyOf(world: World, random: Random, shareOfPersons: number): Party | null {
  if (random.chance(shareOfPersons)) {
    const person = knownPerson(world, random)
    return person && { kind: '1', id: person.citizenId, name: person.name }
  }
  const each = issuerOf(world, random, ['market_entities', 'social_organisations'])
  return each && { kind: '2', id: each.uscc, name: each.name }
}

/** An organisation of one of the registers, known for good. */
export function issuerOf(world: World, random: Random, datasets: string[]): Organisation | null {
  const index = knownEntityAt(world, random, datasets)
  return index === null ? null : organisationOf(world.seed, index)
}
