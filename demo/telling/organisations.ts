import { organisationRows } from '../stories/organisation.ts'
import { organisationOf } from '../world/organisations.ts'
import type { Part, Teller } from './part.ts'

/** The organisations of the province. */
export function organisationPart({ world, truth, open }: Teller): Part {
  return {
    count: world.organisations,
    step: 1,
    tell(index) {
      const each = organisationOf(world.seed, index)
      const rows = organisationRows(world.seed, each, world.people, open(each.dataset))
      truth.subject('legal_entity', { [each.dataset]: rows })
    },
  }
}
