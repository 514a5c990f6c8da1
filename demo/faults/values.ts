import { citizenId, organisationCode, otherCheck, uscc } from '../check_digits.ts'
import { dayOf, isoDay } from '../world/calendar.ts'
import type { Change, Draft } from './kind.ts'

export const value = (draft: Draft, field: string): string => draft.clean[field] ?? ''
export const blank: Change = ({ random }) => random.pick([null, '', '  '])
export const constant =
  (...values: string[]): Change =>
  ({ random }) =>
    random.pick(values)
export const badDate = constant('2019-02-30', '2021-13-01', '不详', '2020-00-10')
export const badMoment = constant('2026-13-45 25:61:00', '昨天', '2026-02-30 10:00:00')
export const futureDate: Change = ({ random, extract }) =>
  isoDay(dayOf(extract.asOf) + random.between(30, 900))
export const badShape: Change = (draft) => {
  const id = value(draft, 'citizen_id')
  return draft.random.pick([
    `T${id.slice(1)}`,
    id.slice(0, 17),
    `${id}0`,
    `${id.slice(0, 14)}D${id.slice(15)}`,
  ])
}
export const badIdDate: Change = (draft) => {
  const id = value(draft, 'citizen_id')
  return citizenId(id.slice(0, 10) + draft.random.pick(['1301', '0230', '0001', '0431']) + id.slice(14, 17))
}
export const checkOf =
  (field: string): Change =>
  (draft) =>
    draft.clean[field] ? otherCheck(value(draft, field)) : false

export const usccShape =
  (field: string): Change =>
  (draft) => {
    const code = draft.clean[field]
    if (!code) return false
    return draft.random.pick([
      code.slice(0, 17),
      `${code.slice(0, 12)}IOZ${code.slice(15)}`,
      `${code.slice(0, 2)}A${code.slice(3)}`,
    ])
  }
export const usccOrgCode =
  (field: string): Change =>
  (draft) => {
    const code = draft.clean[field]
    return code ? uscc(code.slice(0, 8) + otherCheck(organisationCode(code.slice(8, 16)))) : false
  }
