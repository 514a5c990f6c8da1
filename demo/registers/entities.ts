import { catalogue } from '../../catalog/catalogue.ts'
import type { Row } from '../emitter.ts'
import type { World } from '../fields/subject.ts'
import type { Register } from '../stories/chronicle.ts'
import { dayOf } from '../world/calendar.ts'
import { factsOfOrganisation } from '../world/facts.ts'
import type { Organisation } from '../world/organisations.ts'
import { entityPlans } from './entity_plans.ts'
import { RecordRegister } from './record_register.ts'
import { standingOf } from './standing.ts'

/** How much rarer those are whom the register of organisations does not know. */
const STRANGERS = 0.05

/** The registers about organisations that are filled from their fields. */
export class EntityRegisters {
  private readonly registers = entityPlans
    .filter((plan) => catalogue.datasets.some(({ id }) => id === plan.dataset))
    .map((plan) => new RecordRegister(plan))

  constructor(
    private readonly world: World,
    private readonly open: (dataset: string) => Register,
  ) {}

  /** Tells what the registers hold of an organisation, into `rows`, which has those of its own register. */
  tell(each: Organisation, rows: Record<string, Row[]>): void {
    if (each.dataset !== 'market_entities') return
    for (const register of this.registers) {
      const { plan, dataset } = register
      const random = register.random(this.world.seed, each.index)
      const share = random.next()
      if (share > plan.share) continue
      const standing = standingOf(dataset, each.uscc, rows)
      if (standing === 'unsure' || (standing === 'stranger' && share > plan.share * STRANGERS)) continue
      const subject = {
        world: this.world,
        key: each.uscc,
        place: each.place,
        since: dayOf(each.established),
        facts: factsOfOrganisation(each, random),
        organisation: each,
        ordinal: 0,
      }
      const warnings = standing === 'stranger' ? ['reference.missing'] : []
      rows[dataset.id] = register.tell(subject, random, this.open(dataset.id), { warnings })
    }
  }
}
