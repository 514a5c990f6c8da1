import { humanResources, testRefusals } from '../../test/support/catalogue.ts'
import { foundations } from '../data/foundations.ts'

const legalEntityRegisters = foundations.find(({ id }) => id === 'legal_entity')?.datasets ?? []

testRefusals([
  {
    what: 'a foundation of an unknown dataset',
    spoil: (draft) => {
      draft.foundation('person').datasets.push('pet_vaccinations')
    },
    codes: ['unknown_dataset'],
    names: ['person', 'pet_vaccinations'],
  },
  {
    what: 'a dataset listed twice',
    spoil: (draft) => {
      draft.foundation('person').datasets.push('social_insurance')
    },
    codes: ['duplicate'],
    names: ['person → social_insurance'],
  },
  {
    what: 'records confirmed by a dataset outside',
    spoil: (draft) => {
      draft.foundation('person').confirmedBy = ['household_registration', 'market_entities']
    },
    codes: ['confirmed_by_outsider'],
    names: ['person', 'market_entities'],
  },
  {
    what: 'a dataset of an unknown foundation',
    spoil: (draft) => {
      draft.catalogue.datasets.push({
        ...structuredClone(draft.dataset('social_insurance')),
        id: 'vehicles',
        name: { 'zh-CN': '机动车登记信息', en: 'Vehicles' },
        foundation: 'vehicle',
        fields: [
          { ...draft.field('social_insurance.citizen_id'), element: 'record.updated_at' },
          draft.field('social_insurance.updated_at'),
        ],
        rules: [],
      })
    },
    codes: ['unknown_foundation'],
    names: ['vehicles', 'vehicle'],
  },
  {
    what: 'a dataset that its foundation does not list',
    spoil: (draft) => {
      draft.foundation('person').datasets = draft
        .foundation('person')
        .datasets.filter((id) => id !== 'social_insurance')
    },
    codes: ['dataset_not_listed'],
    names: ['social_insurance', 'person', humanResources],
  },
  {
    what: 'a key column that is not its element',
    spoil: (draft) => {
      draft.foundation('person').key = 'id_number'
    },
    codes: ['foundation_key'],
    names: ['person', 'id_number', 'person.citizen_id'],
  },
  {
    what: 'a key element that does not exist',
    spoil: (draft) => {
      draft.foundation('legal_entity').keyElement = 'legal_entity.code'
    },
    codes: ['foundation_key', ...legalEntityRegisters.map(() => 'key_element')],
    names: ['legal_entity', 'uscc', 'legal_entity.code', 'market_entities', 'social_organisations'],
  },
  {
    what: 'a division column that is no division',
    spoil: (draft) => {
      draft.foundation('person').divisionColumn = 'household_address'
    },
    codes: ['division_column'],
    names: ['person', 'household_address'],
  },
])
