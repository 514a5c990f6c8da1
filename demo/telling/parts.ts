import { organisationPart } from './organisations.ts'
import type { Part, Teller } from './part.ts'
import { peoplePart } from './people.ts'

/** Everything that is told of a province. */
export function partsOf(teller: Teller): Part[] {
  return [peoplePart(teller), organisationPart(teller)]
}
