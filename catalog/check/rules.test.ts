import { humanResources, testRefusals } from '../../test/support/catalogue.ts'
import type { Rule } from '../rule.ts'

const strangers: Rule[] = [
  { kind: 'required', field: 'f1' },
  { kind: 'citizenId', field: 'f2' },
  { kind: 'uscc', field: 'f3' },
  { kind: 'code', field: 'f4', table: 'sex' },
  { kind: 'date', field: 'f5', allowFuture: false },
  { kind: 'pattern', field: 'f6', pattern: '^1' },
  { kind: 'length', field: 'f7' },
  { kind: 'range', field: 'f8' },
  { kind: 'dateOrder', earlier: 'f9', later: 'f10' },
  { kind: 'birthDateMatchesId', field: 'f11', id: 'f12' },
  { kind: 'sexMatchesId', field: 'f13', id: 'f14' },
  { kind: 'unique', fields: ['name', 'f15', 'f16'] },
  { kind: 'reference', field: 'f17', datasets: ['market_entities'] },
  { kind: 'single', fields: ['f18'], when: [{ field: 'f19', given: true }] },
  { kind: 'mutual', field: 'f20' },
  {
    kind: 'notAfter',
    field: 'f21',
    key: 'f22',
    datasets: ['death_registration'],
    date: 'died_on',
    event: 'death',
  },
  { kind: 'overlap', fields: ['f23'], from: 'f24', until: 'f25' },
  { kind: 'sequence', field: 'f26', fields: ['f27'], order: 'f28' },
  { kind: 'total', field: 'f29', fields: ['f30'] },
  { kind: 'rowCount' },
  { kind: 'freshness' },
]

testRefusals([
  {
    what: 'rules of every kind that name unknown fields',
    spoil: (draft) => {
      draft.dataset('social_insurance').rules = strangers
    },
    codes: Array<string>(30).fill('rule_unknown_field'),
    names: [...Array.from({ length: 30 }, (_, index) => `f${index + 1}`), 'social_insurance', humanResources],
  },
  {
    what: 'a reference to an unknown dataset',
    spoil: (draft) => {
      draft.dataset('social_insurance').rules = [
        { kind: 'reference', field: 'employer_uscc', datasets: ['market_entities', 'companies'] },
      ]
    },
    codes: ['rule_unknown_dataset'],
    names: ['social_insurance', 'employer_uscc', 'companies', humanResources],
  },
  {
    what: 'fields that the other register does not have',
    spoil: (draft) => {
      draft.dataset('social_insurance').rules = [
        {
          kind: 'reference',
          field: 'employer_uscc',
          datasets: ['market_entities'],
          by: 'number',
          inForce: [{ field: 'mood', given: true }],
        },
        {
          kind: 'notBefore',
          field: 'enrolled_on',
          datasets: ['household_registration'],
          date: 'born',
          event: 'birth',
        },
      ]
    },
    codes: Array<string>(3).fill('rule_unknown_field_there'),
    names: ['social_insurance', 'market_entities', 'number', 'mood', 'household_registration', 'born'],
  },
  {
    what: 'a code rule with an unknown table',
    spoil: (draft) => {
      draft.dataset('social_insurance').rules = [{ kind: 'code', field: 'sex', table: 'gender' }]
    },
    codes: ['rule_unknown_table'],
    names: ['social_insurance', 'sex', 'gender', humanResources],
  },
  {
    what: 'a pattern that cannot be read',
    spoil: (draft) => {
      draft.dataset('social_insurance').rules = [{ kind: 'pattern', field: 'phone', pattern: '^(1' }]
    },
    codes: ['rule_bad_pattern'],
    names: ['social_insurance', 'phone', '^(1', humanResources],
  },
])
