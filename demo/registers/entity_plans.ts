import type { Make } from '../fields/subject.ts'
import { representativeOf } from '../stories/organisation.ts'
import { dayOf, isoDay } from '../world/calendar.ts'
import { organisationName } from '../world/names.ts'
import { organisationOf } from '../world/organisations.ts'
import { knownEntity, knownEntityAt, knownPerson } from '../world/steady.ts'
import { partyOf } from './parties.ts'
import type { Plan } from './plan.ts'

/** Filing has been asked for since 2019. */
const [SINCE, UNTIL] = [dayOf('2019-01-02'), dayOf('2026-03-01')]
const NO_HOLDER = { kind: '1', id: '', name: '' } as const

/** A shareholder, the three fields that say who it is together. */
const holder: Make = ({ world }, random, draft) => {
  const party = partyOf(world, random, 0.7) ?? NO_HOLDER
  Object.assign(draft, { holder_id: party.id, holder_name: party.name })
  return party.kind
}
const asSet =
  (field: string): Make =>
  (_subject, _random, draft) =>
    draft[field] ?? null

/** The registers of changes, branches, shareholders and successions of organisations. */
export const entityPlans: Plan[] = [
  { dataset: 'entity_changes', share: 0.12, records: [1, 2] },
  {
    dataset: 'entity_branches',
    share: 0.04,
    fields: {
      branch_uscc: ({ world }, random) => knownEntity(world, random, ['market_entities']),
      branch_name: ({ place, ordinal }, random) =>
        `${organisationName(random, place.name, '91', ordinal)}分公司`,
      cancelled_on: () => null,
    },
  },
  {
    dataset: 'entity_shareholders',
    share: 0.2,
    records: [1, 3],
    fields: {
      holder_kind: holder,
      holder_id: asSet('holder_id'),
      holder_name: asSet('holder_name'),
      // Three of them are less than the whole, but for the few who say too much.
      share: (_subject, random) =>
        random.chance(0.03) ? '66.5' : random.pick(['10', '20', '25.5', '33.25']),
      left_on: () => null,
    },
  },
  {
    dataset: 'elderly_care_filings',
    share: 0.15,
    fields: {
      // Who the body is, as civil affairs wrote it down when it filed.
      representative_name: ({ world, organisation }, random) => {
        const head = organisation && representativeOf(world.seed, organisation, world.people)
        return random.chance(0.04) ? (knownPerson(world, random)?.name ?? null) : (head?.name ?? null)
      },
      address: ({ organisation }, random) =>
        random.chance(0.05) ? null : `${organisation?.address}${random.chance(0.05) ? '（原址）' : ''}`,
      service_scope: (_subject, random) =>
        random.pick(['生活照料', '康复护理', '日间照料', '精神慰藉', '膳食、医养结合']),
      filed_with: ({ place }) => `${place.name}民政局`,
      status: (_subject, random) => random.pick(['1', '1', '1', '2', '3']),
      cancelled_on: ({ since }, random, draft) =>
        draft.status === '3' ? isoDay(random.between(Math.min(Math.max(since, SINCE), UNTIL), UNTIL)) : null,
    },
    change: (values, random) => ({
      ...values,
      beds: String(random.between(20, 400)),
      status: values.status === '1' ? '2' : (values.status ?? null),
    }),
  },
  {
    dataset: 'entity_successions',
    share: 0.03,
    fields: {
      predecessor_uscc: ({ world }, random, draft) => {
        const index = knownEntityAt(world, random, ['market_entities', 'social_organisations'])
        const other = index === null ? null : organisationOf(world.seed, index)
        draft.predecessor_name = other?.name ?? null
        return other?.uscc ?? null
      },
      predecessor_name: asSet('predecessor_name'),
    },
  },
]
