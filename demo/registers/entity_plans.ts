import type { Make } from '../fields/subject.ts'
import { organisationName } from '../world/names.ts'
import { organisationOf } from '../world/organisations.ts'
import { knownEntity, knownEntityAt } from '../world/steady.ts'
import { partyOf } from './parties.ts'
import type { Plan } from './plan.ts'

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
