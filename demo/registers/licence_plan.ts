import type { Make } from '../fields/subject.ts'
import type { Random } from '../random.ts'
import { dayOf, isoDay } from '../world/calendar.ts'
import { issuerOf, partyOf } from './parties.ts'
import type { Plan } from './plan.ts'

/** Types of licence: code after that of the authority which defined it, name, and the years that one is valid. */
export const licenceTypes = [
  ['11100000000013338W011', '营业执照', null],
  ['11100000000013338W007', '食品经营许可证', 5],
  ['11100000000013338W021', '道路运输经营许可证', 4],
  ['11100000000013338W033', '出生医学证明', null],
  ['11100000000013338W042', '机动车驾驶证', 6],
] as const

/** What may happen to a licence, and the state that it then has. */
const events = [
  ['3', '1'],
  ['2', '1'],
  ['5', '3'],
  ['6', '4'],
  ['7', '5'],
  ['8', '6'],
  ['9', '1'],
] as const

const holder: Make = ({ world }, random, draft) => {
  const party = partyOf(world, random, 0.5)
  Object.assign(draft, { holder_id: party?.id ?? null, holder_name: party?.name ?? null })
  return party?.kind ?? '2'
}
const issuer: Make = ({ world }, random, draft) => {
  const each = issuerOf(world, random, ['organs_and_institutions'])
  draft.issuer_name = each?.name ?? '政务服务局'
  return each?.uscc ?? '11150000TEAT00015W'
}
const asSet =
  (field: string): Make =>
  (_subject, _random, draft) =>
    draft[field] ?? null

/** Electronic licences: events, of which the last one counts. */
export const licencePlan: Plan = {
  dataset: 'electronic_licences',
  share: 1,
  rate: 0.12,
  fields: {
    type_code: ({ key }) => key.slice('1.2.156.3005.2.'.length).split('.')[0] ?? '',
    type_name: (_subject, _random, draft) =>
      licenceTypes.find(([code]) => code === draft.type_code)?.[1] ?? null,
    holder_kind: holder,
    holder_id: asSet('holder_id'),
    holder_name: asSet('holder_name'),
    issuer_uscc: issuer,
    issuer_name: asSet('issuer_name'),
    valid_from: (_subject, _random, draft) => draft.issued_on ?? null,
    valid_to: (_subject, random, draft) => validTo(random, draft.type_code),
    last_event: () => '1',
    status: () => '1',
    status_changed_on: (_subject, _random, draft) => draft.issued_on ?? null,
  },
  change(values, random) {
    const [event, status] = random.pick(events)
    const changed = isoDay(random.between(dayOf('2026-08-21'), dayOf('2026-08-28')))
    return { ...values, last_event: event, status, status_changed_on: changed }
  },
}

function validTo(random: Random, type: string | null | undefined): string | null {
  const years = licenceTypes.find(([code]) => code === type)?.[2]
  return years ? isoDay(random.between(dayOf('2026-12-01'), dayOf('2031-12-31'))) : null
}
