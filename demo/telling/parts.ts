import { creditPart } from './credit.ts'
import { featurePart } from './features.ts'
import { licencePart } from './licences.ts'
import { organisationPart } from './organisations.ts'
import type { Part, Teller } from './part.ts'
import { peoplePart } from './people.ts'

/** Everything that is told of a province. */
export function partsOf(teller: Teller): Part[] {
  return [peoplePart, organisationPart, licencePart, creditPart, featurePart].map((part) => part(teller))
}
