import { catalogue } from '../../catalog/catalogue.ts'
import type { Row } from '../emitter.ts'
import type { World } from '../fields/subject.ts'
import type { Register } from '../stories/chronicle.ts'
import { factsOfPerson } from '../world/facts.ts'
import { type Person, TODAY } from '../world/people.ts'
import { personPlans } from './person_plans.ts'
import { RecordRegister } from './record_register.ts'
import { standingOf } from './standing.ts'

const YEAR = 365.25
/** How much rarer those are whom the register that a record refers to does not know. */
const STRANGERS = 0.004

/** The registers of natural persons that the catalogue has and that are filled from their fields. */
export class PeopleRegisters {
  private readonly registers = personPlans
    .filter((plan) => catalogue.datasets.some(({ id }) => id === plan.dataset))
    .map((plan) => new RecordRegister(plan))

  constructor(
    private readonly world: World,
    private readonly open: (dataset: string) => Register,
  ) {}

  /**
   * Tells what the registers hold of a person, into `rows`, which has those of the registers told before.
   * @param numberIn the number under which a register holds the person
   */
  tell(person: Person, rows: Record<string, Row[]>, numberIn: (dataset: string) => string): void {
    for (const register of this.registers) {
      const { plan, dataset } = register
      const random = register.random(this.world.seed, person.index)
      const share = random.next()
      if (!fits(plan.ages, person) || share > plan.share) continue
      const key = numberIn(dataset.id)
      const standing = standingOf(dataset, key, rows)
      if (standing === 'unsure' || (standing === 'stranger' && share > plan.share * STRANGERS)) continue
      const subject = {
        world: this.world,
        key,
        place: person.place,
        since: person.born + 1,
        facts: factsOfPerson(this.world.seed, person, random),
        person,
        ordinal: 0,
      }
      const warnings = standing === 'stranger' ? ['reference.missing'] : []
      rows[dataset.id] = register.tell(subject, random, this.open(dataset.id), { warnings })
    }
  }
}

function fits(ages: readonly [number, number] | undefined, person: Person): boolean {
  const age = (TODAY - person.born) / YEAR
  return !ages || (age >= ages[0] && age <= ages[1])
}
