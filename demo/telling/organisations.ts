import { EntityRegisters } from '../registers/entities.ts'
import { CodeChanges, codeChangeOf, recodedRows } from '../stories/code_change.ts'
import { doubledRows, issuedTwice } from '../stories/code_check.ts'
import { organisationRows } from '../stories/organisation.ts'
import { isDoubled, organisationOf } from '../world/organisations.ts'
import type { Part, Teller } from './part.ts'

/** The organisations of the province. */
export function organisationPart({ world, truth, open }: Teller): Part {
  const registers = new EntityRegisters(world, open)
  const changes = new CodeChanges(world)
  return {
    count: world.organisations,
    step: 1,
    tell(index) {
      const each = organisationOf(world.seed, index)
      const change = codeChangeOf(world.seed, each)
      const rows = {
        [each.dataset]: change
          ? recodedRows(world, each, change, open(each.dataset))
          : isDoubled(index)
            ? doubledRows(world, each, open(each.dataset))
            : organisationRows(world.seed, each, world.people, open(each.dataset)),
        ...(change ? { entity_code_changes: changes.rows(each, change, open('entity_code_changes')) } : {}),
      }
      registers.tell(each, rows)
      truth.subject('legal_entity', rows)
      const twice = issuedTwice(world, each, open(each.dataset).get(1))
      if (twice) truth.issuedTwice('legal_entity', twice)
    },
  }
}
