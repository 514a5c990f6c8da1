import { catalogue } from '../../catalog/catalogue.ts'
import { licenceId } from '../check_digits_licence.ts'
import { licencePlan, licenceTypes } from '../registers/licence_plan.ts'
import { RecordRegister } from '../registers/record_register.ts'
import { placeOf } from '../world/places.ts'
import type { Part, Teller } from './part.ts'

const ISSUER = '11150000TEAT00015W'

/** The electronic licences of the province. */
export function licencePart({ world, truth, open }: Teller): Part {
  const exists = catalogue.datasets.some(({ id }) => id === licencePlan.dataset)
  const register = exists ? new RecordRegister(licencePlan) : null
  return {
    count: exists ? Math.ceil(world.people / 20) : 0,
    step: 1,
    tell(index) {
      if (!register) return
      const random = register.random(world.seed, index)
      const [type] = random.pick(licenceTypes)
      const key = licenceId(type, ISSUER, `NM2026${String(index).padStart(8, '0')}`, '001')
      const place = placeOf(random)
      const subject = { world, key, place, since: 0, facts: {}, ordinal: 0 }
      const rows = register.tell(subject, random, open(licencePlan.dataset), { warnings: [] })
      truth.subject('licence', { [licencePlan.dataset]: rows })
    },
  }
}
