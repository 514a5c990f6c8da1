import fc from 'fast-check'
import { describe, it } from 'vitest'
import {
  civilAffairs,
  findingsAfter,
  humanResources,
  publicSecurity,
  testRefusals,
} from '../../test/support/catalogue.ts'
import { catalogue } from '../catalogue.ts'

testRefusals([
  {
    what: 'a header that is another field’s alias',
    spoil: (draft) => {
      draft.field('social_insurance.name').aliases = ['手机号码 ']
    },
    codes: ['duplicate_header'],
    names: ['social_insurance', '手机号码', 'name, phone', humanResources],
  },
  {
    what: 'a header that is another field’s id',
    spoil: (draft) => {
      draft.field('household_registration.name').aliases = ['SEX']
    },
    codes: ['duplicate_header'],
    names: ['sex', 'name, sex', publicSecurity],
  },
  {
    what: 'an alias given twice',
    spoil: (draft) => {
      draft.field('household_registration.name').aliases = ['名字', '名字']
    },
    codes: ['duplicate_header'],
    names: ['名字', 'household_registration', publicSecurity],
  },
  {
    what: 'an unknown element',
    spoil: (draft) => {
      draft.field('death_registration.sex').element = 'person.gender'
    },
    codes: ['unknown_element'],
    names: ['death_registration', 'sex', 'person.gender'],
  },
  {
    what: 'an element of another foundation',
    spoil: (draft) => {
      draft.field('death_registration.sex').element = 'legal_entity.industry'
    },
    codes: ['foreign_element'],
    names: ['death_registration', 'legal_entity.industry', 'person'],
  },
  {
    what: 'a mapping to a code that the table does not have',
    spoil: (draft) => {
      draft.field('marriage_registration.marital_status').mapping = { '1': '10', '5': '50', '6': 'toString' }
    },
    codes: ['mapping_outside_table', 'mapping_outside_table'],
    names: ['marriage_registration', 'marital_status', '50', 'toString', civilAffairs],
  },
  {
    what: 'a mapping of what is no code',
    spoil: (draft) => {
      draft.field('social_insurance.phone').mapping = { a: 'b' }
    },
    codes: ['mapping_without_code'],
    names: ['social_insurance', 'phone', 'person.phone', humanResources],
  },
])

describe('fields', () => {
  const refs = catalogue.datasets.flatMap((dataset) =>
    dataset.fields.map((field) => `${dataset.id}.${field.id}`),
  )

  it('cannot take the id, header or alias of a sibling', () => {
    const part = fc.constantFrom('id', 'header', 'alias')
    fc.assert(
      fc.property(fc.constantFrom(...refs), fc.nat(20), part, part, (ref, steps, from, to) => {
        const findings = findingsAfter((draft) => {
          const field = draft.field(ref)
          const siblings = draft.dataset(ref.split('.')[0] ?? '').fields.filter((each) => each !== field)
          const sibling = siblings[steps % siblings.length] ?? field
          const taken = from === 'alias' ? (sibling.aliases[0] ?? sibling.header) : sibling[from]
          if (to === 'alias') field.aliases = [taken]
          else field[to] = taken
        })
        return findings.some(({ code }) => /\.duplicate(_header)?$/.test(code))
      }),
    )
  })
})
