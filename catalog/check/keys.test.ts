import { civilAffairs, humanResources, marketRegulation, testRefusals } from '../../test/support/catalogue.ts'
import { sourcesOf } from '../element.ts'

testRefusals([
  {
    what: 'a record key that may be empty, in a register that is a source of the golden table',
    spoil: (draft) => {
      draft.dataset('marriage_registration').recordKey = ['name']
    },
    codes: ['record_key', 'source_in_records', 'source_in_records', 'source_in_records'],
    names: ['marriage_registration', 'name', 'person.marital_status', civilAffairs],
  },
  {
    what: 'a holder whose name is no field of the register',
    spoil: (draft) => {
      draft.dataset('electronic_licences').holder = { name: 'holder', facts: [], instead: [] }
    },
    codes: ['holder'],
    names: ['electronic_licences', 'holder'],
  },
  {
    what: 'a holder in a register that confirms no record',
    spoil: (draft) => {
      draft.dataset('social_insurance').holder = { name: 'name', facts: [], instead: [] }
    },
    codes: ['holder'],
    names: ['social_insurance', 'citizen_id', humanResources],
  },
  {
    what: 'a key that is no field',
    spoil: (draft) => {
      draft.dataset('social_insurance').key = 'insurance_no'
    },
    codes: ['key_missing'],
    names: ['social_insurance', 'insurance_no', humanResources],
  },
  {
    what: 'a second field of the role key',
    spoil: (draft) => {
      draft.field('marriage_registration.name').role = 'key'
    },
    codes: ['key_role'],
    names: ['marriage_registration', 'citizen_id', 'name', civilAffairs],
  },
  {
    what: 'a key that is not of the role key',
    spoil: (draft) => {
      draft.field('social_insurance.citizen_id').role = 'copy'
    },
    codes: ['key_role'],
    names: ['social_insurance', 'citizen_id', humanResources],
  },
  {
    what: 'a key that may be empty',
    spoil: (draft) => {
      draft.field('social_insurance.citizen_id').required = false
    },
    codes: ['key_not_required'],
    names: ['social_insurance', 'citizen_id', humanResources],
  },
  {
    what: "a key of another element than the foundation's",
    spoil: (draft) => {
      for (const element of ['legal_entity.uscc', 'legal_entity.name'].map((id) => draft.element(id))) {
        element.authority = sourcesOf(element).filter(({ field }) => !field.startsWith('market_entities.'))
      }
      draft.field('market_entities.uscc').element = 'legal_entity.name'
      draft.field('market_entities.name').role = 'copy'
    },
    // The rule that holds the kind against the credit code finds a name there.
    codes: ['key_element', 'rule_field_type'],
    names: ['market_entities', 'uscc', 'legal_entity.name', 'legal_entity.uscc', marketRegulation],
  },
  {
    what: 'an event time that is no field',
    spoil: (draft) => {
      draft.dataset('market_entities').eventTime = 'changed_at'
    },
    codes: ['event_time_missing'],
    names: ['market_entities', 'changed_at', marketRegulation],
  },
  {
    what: 'an event time that is no time',
    spoil: (draft) => {
      draft.dataset('market_entities').eventTime = 'address'
    },
    codes: ['event_time_type'],
    names: ['market_entities', 'address', 'legal_entity.address', marketRegulation],
  },
])
