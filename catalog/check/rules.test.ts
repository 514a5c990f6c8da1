import { humanResources, testRefusals } from '../../test/support/catalogue.ts'
import type { Rule } from '../rule.ts'

const version = 1
const strangers: Rule[] = [
  { kind: 'required', version, field: 'f1' },
  { kind: 'citizenId', version, field: 'f2' },
  { kind: 'uscc', version, field: 'f3' },
  { kind: 'code', version, field: 'f4', table: 'sex' },
  { kind: 'date', version, field: 'f5', allowFuture: false },
  { kind: 'pattern', version, field: 'f6', pattern: '^1' },
  { kind: 'length', version, field: 'f7' },
  { kind: 'range', version, field: 'f8' },
  { kind: 'dateOrder', version, earlier: 'f9', later: 'f10' },
  { kind: 'birthDateMatchesId', version, field: 'f11', id: 'f12' },
  { kind: 'sexMatchesId', version, field: 'f13', id: 'f14' },
  { kind: 'unique', version, fields: ['name', 'f15', 'f16'] },
  { kind: 'reference', version, field: 'f17', datasets: ['market_entities'] },
  { kind: 'single', version, fields: ['f18'], when: [{ field: 'f19', given: true }] },
  { kind: 'mutual', version, field: 'f20' },
  {
    kind: 'notAfter',
    version,
    field: 'f21',
    key: 'f22',
    datasets: ['death_registration'],
    date: 'died_on',
    event: 'death',
  },
  { kind: 'overlap', version, fields: ['f23'], from: 'f24', until: 'f25' },
  { kind: 'sequence', version, field: 'f26', fields: ['f27'], order: 'f28' },
  { kind: 'total', version, field: 'f29', fields: ['f30'] },
  { kind: 'rowCount', version },
  { kind: 'freshness', version },
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
        { kind: 'reference', version, field: 'employer_uscc', datasets: ['market_entities', 'companies'] },
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
          version,
          field: 'employer_uscc',
          datasets: ['market_entities'],
          by: 'number',
          inForce: [{ field: 'mood', given: true }],
        },
        {
          kind: 'notBefore',
          version,
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
      draft.dataset('social_insurance').rules = [{ kind: 'code', version, field: 'sex', table: 'gender' }]
    },
    codes: ['rule_unknown_table'],
    names: ['social_insurance', 'sex', 'gender', humanResources],
  },
  {
    what: 'a pattern that cannot be read',
    spoil: (draft) => {
      draft.dataset('social_insurance').rules = [{ kind: 'pattern', version, field: 'phone', pattern: '^(1' }]
    },
    codes: ['rule_bad_pattern'],
    names: ['social_insurance', 'phone', '^(1', humanResources],
  },
])
