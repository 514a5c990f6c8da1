import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  civilAffairs,
  findingsAfter,
  humanResources,
  marketRegulation,
  publicSecurity,
  testRefusals,
} from '../../test/support/catalogue.ts'
import { catalogue } from '../catalogue.ts'
import { sourcesOf } from '../element.ts'
import { scopesOverlap } from './claims.ts'

testRefusals([
  {
    what: 'two sources divided by values of a field, one value in both',
    spoil: (draft) => {
      draft.element('person.phone').authority = [
        { field: 'social_insurance.phone', keyPrefixes: [], when: { field: 'sex', in: ['1', '9'] } },
        { field: 'household_registration.mobile', keyPrefixes: [], when: { field: 'sex', in: ['2', '9'] } },
      ]
      draft.dataset('household_registration').fields.push({
        ...draft.field('social_insurance.phone'),
        id: 'mobile',
      })
    },
    codes: ['two_authorities'],
    names: ['person.phone', '*; person.sex = 1 | 9', '*; person.sex = 2 | 9', humanResources, publicSecurity],
  },
  {
    what: 'a source divided by a field that holds no code',
    spoil: (draft) => {
      draft.element('person.phone').authority = [
        { field: 'social_insurance.phone', keyPrefixes: ['1'], when: { field: 'name', in: ['甲'] } },
        { field: 'household_registration.mobile', keyPrefixes: ['2'] },
      ]
      draft.dataset('household_registration').fields.push({
        ...draft.field('social_insurance.phone'),
        id: 'mobile',
      })
    },
    codes: ['scope_field'],
    names: ['person.phone', 'social_insurance.phone', 'name'],
  },
  {
    what: 'scoped authorities whose prefixes overlap',
    spoil: (draft) => {
      const element = draft.element('legal_entity.name')
      element.authority = sourcesOf(element).map((source) =>
        source.field === 'market_entities.name' ? { ...source, keyPrefixes: ['9', '51'] } : source,
      )
    },
    codes: ['two_authorities'],
    names: [
      'legal_entity.name',
      'market_entities.name',
      '9* 51*',
      marketRegulation,
      'social_organisations.name',
      '51* 52* 53* 59*',
      civilAffairs,
    ],
  },
  {
    what: 'two sources of an element that names neither',
    spoil: (draft) => {
      draft.element('person.phone').authority = 'household_registration.phone'
      draft.field('social_insurance.phone').role = 'source'
      draft.dataset('marriage_registration').fields.push({
        ...draft.field('social_insurance.phone'),
        id: 'mobile',
      })
    },
    codes: ['authority_missing', 'two_authorities', 'source_not_authority', 'source_not_authority'],
    names: [
      'household_registration.phone',
      'social_insurance.phone',
      humanResources,
      'marriage_registration.mobile',
      civilAffairs,
    ],
  },
  {
    what: "an element of public security's that human resources collects as a source",
    spoil: (draft) => {
      draft.field('social_insurance.sex').role = 'source'
    },
    codes: ['repeated_collection'],
    names: [
      'person.sex',
      'household_registration.sex',
      publicSecurity,
      'social_insurance.sex',
      humanResources,
    ],
  },
  {
    what: 'another department collecting what eight registers share by key scope',
    spoil: (draft) => {
      draft.dataset('social_insurance').fields.push({
        ...draft.field('market_entities.address'),
        id: 'employer_address',
        header: '单位住所',
      })
    },
    codes: [...Array<string>(8).fill('repeated_collection'), 'foreign_element'],
    names: [
      'legal_entity.address',
      'market_entities.address',
      marketRegulation,
      'social_organisations.address',
      civilAffairs,
      'social_insurance.employer_address',
      humanResources,
    ],
  },
  {
    what: 'a second source within the department that is not the authority',
    spoil: (draft) => {
      draft.dataset('household_registration').fields.push({
        ...draft.field('household_registration.name'),
        id: 'former_name',
        header: '曾用名',
      })
    },
    codes: ['source_not_authority'],
    names: ['household_registration.former_name', publicSecurity, 'household_registration.name'],
  },
  {
    what: 'an authority that is no field',
    spoil: (draft) => {
      draft.element('person.education').authority = 'household_registration.schooling'
    },
    codes: ['authority_missing', 'source_not_authority'],
    names: ['person.education', 'household_registration.schooling', 'household_registration.education'],
  },
  {
    what: 'an authority of no dataset',
    spoil: (draft) => {
      draft.element('person.education').authority = 'schools.education'
    },
    codes: ['authority_missing', 'source_not_authority'],
    names: ['person.education', 'schools.education'],
  },
  {
    what: 'an authority that carries another element',
    spoil: (draft) => {
      draft.element('person.phone').authority = 'social_insurance.contribution_base'
      draft.field('social_insurance.phone').role = 'copy'
    },
    codes: ['authority_other_element'],
    names: ['person.phone', 'social_insurance.contribution_base', 'person.contribution_base', humanResources],
  },
  {
    what: 'an authority that is a copy',
    spoil: (draft) => {
      draft.field('household_registration.education').role = 'copy'
    },
    codes: ['authority_is_copy'],
    names: ['person.education', 'household_registration.education', publicSecurity],
  },
  {
    what: 'fallbacks that are no field, of another element, the authority itself, or twice the same',
    spoil: (draft) => {
      draft.element('person.sex').fallbacks = [
        'social_insurance.gender',
        'social_insurance.name',
        'household_registration.sex',
        'death_registration.sex',
        'death_registration.sex',
      ]
    },
    codes: ['duplicate', 'fallback_missing', 'fallback_other_element', 'fallback_not_copy'],
    names: [
      'person.sex → death_registration.sex',
      'social_insurance.gender',
      'social_insurance.name',
      'household_registration.sex',
      humanResources,
      publicSecurity,
    ],
  },
])

describe('one source', () => {
  const copies = catalogue.datasets.flatMap((dataset) =>
    dataset.fields
      .filter((field) => field.role === 'copy' && !field.element.startsWith('record.'))
      .map((field) => `${dataset.id}.${field.id}`),
  )

  it.each(copies)('is refused its second collector %s, with the department named', (copy) => {
    const findings = findingsAfter((draft) => {
      draft.field(copy).role = 'source'
    })
    const { field, collector, authorities } = partiesOf(copy)
    const own = authorities.includes(collector)
    const party = own
      ? { field: copy, department: collector }
      : { second: copy, second_department: collector }
    const code = `catalog.check.${own ? 'source_not_authority' : 'repeated_collection'}`
    const found = findings.filter((each) => each.code === code)
    expect(found.map((each) => each.fields)).toContainEqual(
      expect.objectContaining({ element: field?.element, ...party }),
    )
  })
})

/** A field, who collects its dataset, and who collects the sources of its element. */
function partiesOf(ref: string) {
  const [dataset = '', id] = ref.split('.')
  const collectorOf = (wanted = '') =>
    catalogue.datasets.find((each) => each.id === wanted)?.collectingDepartment ?? ''
  const field = catalogue.datasets.find((each) => each.id === dataset)?.fields.find((each) => each.id === id)
  const element = catalogue.elements.find((each) => each.id === field?.element)
  const authorities = element ? sourcesOf(element).map((each) => collectorOf(each.field.split('.')[0])) : []
  return { field, collector: collectorOf(dataset), authorities }
}

describe('key scopes', () => {
  const first = fc.constantFrom('5', '9', 'A')
  const prefixes = fc.array(fc.string({ minLength: 1, maxLength: 3, unit: first }), { maxLength: 3 })

  it('overlap exactly when some key is in both', () => {
    const covers = (scope: string[], key: string) =>
      scope.length === 0 || scope.some((each) => key.startsWith(each))
    fc.assert(
      fc.property(prefixes, prefixes, (one, other) => {
        // A key in both scopes, if there is one, can be cut down to the longer of the two prefixes that cover it.
        const shared = [...one, ...other, '5'].some((key) => covers(one, key) && covers(other, key))
        expect(scopesOverlap({ keyPrefixes: one }, { keyPrefixes: other })).toBe(shared)
        expect(scopesOverlap({ keyPrefixes: other }, { keyPrefixes: one })).toBe(shared)
      }),
    )
  })
})
