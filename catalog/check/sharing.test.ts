import {
  civilAffairs,
  humanResources,
  marketRegulation,
  publicSecurity,
  testRefusals,
} from '../../test/support/catalogue.ts'

testRefusals([
  {
    what: 'conditional sharing without legal basis',
    spoil: (draft) => {
      draft.dataset('household_registration').sharing.legalBasis = undefined
    },
    codes: ['sharing_without_basis'],
    names: ['household_registration', publicSecurity, 'conditional'],
  },
  {
    what: 'withheld sharing without legal basis',
    spoil: (draft) => {
      draft.dataset('social_organisations').sharing = {
        ...draft.dataset('social_organisations').sharing,
        type: 'withheld',
        legalBasis: undefined,
      }
    },
    codes: ['sharing_without_basis', 'sharing_without_reason'],
    names: ['social_organisations', civilAffairs, 'withheld'],
  },
  {
    what: 'a legal basis of blanks',
    spoil: (draft) => {
      draft.dataset('social_insurance').sharing.legalBasis = { 'zh-CN': '《社会保险法》', en: ' ' }
    },
    codes: ['sharing_without_basis'],
    names: ['social_insurance', humanResources],
  },
  {
    what: 'conditional sharing without a reason',
    spoil: (draft) => {
      draft.dataset('social_insurance').sharing.reason = undefined
    },
    codes: ['sharing_without_reason'],
    names: ['social_insurance', humanResources],
  },
  {
    what: 'conditional sharing without conditions',
    spoil: (draft) => {
      draft.dataset('marriage_registration').sharing.conditions = undefined
    },
    codes: ['sharing_without_conditions'],
    names: ['marriage_registration', civilAffairs],
  },
  {
    what: 'closed opening without legal basis',
    spoil: (draft) => {
      draft.dataset('household_registration').opening = { type: 'closed' }
    },
    codes: ['opening_without_basis', 'opening_without_reason'],
    names: ['household_registration', publicSecurity, 'closed'],
  },
  {
    what: 'conditional opening without legal basis or conditions',
    spoil: (draft) => {
      draft.dataset('market_entities').opening = { type: 'conditional' }
    },
    codes: ['opening_without_basis', 'opening_without_reason', 'opening_without_conditions'],
    names: ['market_entities', marketRegulation, 'conditional'],
  },
  {
    what: 'departments that do not exist',
    spoil: (draft) => {
      draft.dataset('market_entities').providingDepartment = 'commerce'
      draft.dataset('social_organisations').approvingDepartment = 'data_bureau'
    },
    codes: ['unknown_department', 'unknown_department'],
    names: [
      'commerce',
      'providingDepartment',
      'market_entities',
      'data_bureau',
      'approvingDepartment',
      civilAffairs,
    ],
  },
])
