import { catalogue } from '../../catalog/catalogue.ts'
import { creditPlans } from '../registers/credit_plans.ts'
import { issuerOf } from '../registers/parties.ts'
import { RecordRegister } from '../registers/record_register.ts'
import { placeOf } from '../world/places.ts'
import type { Part, Teller } from './part.ts'

const NOBODY = '11150000TEAT00015W'

/** The credit records of the province, one of each register in turn. */
export function creditPart({ world, truth, open }: Teller): Part {
  const registers = creditPlans
    .filter(({ plan }) => catalogue.datasets.some(({ id }) => id === plan.dataset))
    .map(({ letters, plan }) => ({ letters, register: new RecordRegister(plan) }))
  return {
    count: registers.length > 0 ? Math.ceil(world.organisations / 2) : 0,
    step: 1,
    tell(index) {
      const chosen = registers[index % registers.length]
      if (!chosen) return
      const { letters, register } = chosen
      const random = register.random(world.seed, index)
      const issuer = issuerOf(world, random, ['organs_and_institutions'])?.uscc ?? NOBODY
      const key = `${letters}${issuer}${String(index).padStart(8, '0')}`
      const place = placeOf(random)
      const subject = { world, key, place, since: 0, facts: {}, ordinal: 0 }
      const { id } = register.dataset
      truth.subject('credit', { [id]: register.tell(subject, random, open(id), { warnings: [] }) })
    },
  }
}
