import { testRefusals } from '../../test/support/catalogue.ts'
import type { MaskId } from '../masks.ts'

testRefusals([
  {
    what: 'a code without a table',
    spoil: (draft) => {
      draft.element('person.education').codeTable = undefined
    },
    codes: ['code_without_table'],
    names: ['person.education'],
  },
  {
    what: 'an unknown code table',
    spoil: (draft) => {
      draft.element('legal_entity.industry').codeTable = 'branches'
    },
    codes: ['unknown_code_table'],
    names: ['legal_entity.industry', 'branches'],
  },
  {
    what: 'a code table that a dataset uses and nobody defines',
    spoil: (draft) => {
      draft.catalogue.codeTables = draft.catalogue.codeTables.filter((table) => table.id !== 'sex')
    },
    codes: ['unknown_code_table'],
    names: ['person.sex'],
  },
  {
    what: 'a code table on what is no code',
    spoil: (draft) => {
      draft.element('person.name').codeTable = 'sex'
    },
    codes: ['table_without_code'],
    names: ['person.name', 'sex', 'personName'],
  },
  {
    what: 'an unknown mask',
    spoil: (draft) => {
      draft.element('person.phone').mask = 'stars' as MaskId
    },
    codes: ['unknown_mask'],
    names: ['person.phone', 'stars', 'mobile'],
  },
  {
    what: 'an identity number and a name without a mask',
    spoil: (draft) => {
      draft.element('person.citizen_id').mask = 'none'
      draft.element('person.name').mask = 'none'
    },
    codes: ['unmasked', 'unmasked'],
    names: ['person.citizen_id', 'L4', 'person.name', 'L3'],
  },
  {
    what: 'an element of no foundation',
    spoil: (draft) => {
      draft.catalogue.elements.push({ ...draft.element('person.name'), id: 'vehicle.name' })
    },
    codes: ['unknown_foundation', 'authority_other_element', 'fallback_other_element'],
    names: ['vehicle.name', 'vehicle', 'household_registration.name', 'social_insurance.name'],
  },
])
