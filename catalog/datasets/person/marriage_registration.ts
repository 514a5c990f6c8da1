import { defineDataset } from '../../dataset.ts'
import type { RuleInput } from '../../rule.ts'
import {
  citizenKey,
  heldBy,
  nameCopy,
  named,
  notAfterDeath,
  personalData,
  source,
  townships,
  updatedAt,
  usualRules,
} from '../parts.ts'

/** Married: not told how, for the first time, again, again to the same person. */
const married = ['20', '21', '22', '23']

/** Men are 22 at least on the day, women 20 (Civil Code, Article 1047): by birth date and sex in the identity number. */
function ofAge(id: string, as?: string): RuleInput {
  const min = { male: 22, female: 20, id }
  return { kind: 'age', field: 'registered_on', birth: id, min, ...(as ? { as } : {}) }
}

/** 居民婚姻登记 (Article 13, item 3): one row per party and registration. */
export const marriageRegistration = defineDataset({
  id: 'marriage_registration',
  name: named('居民婚姻登记信息', 'Marriage registration'),
  abstract: named(
    '结婚、离婚登记，每名当事人一行，由民政部门采集。',
    'Marriages and divorces, one row per party, collected by civil affairs.',
  ),
  article: '13(3)',
  foundation: 'person',
  form: 'file',
  ...heldBy('civil_affairs'),
  furtherCollectors: [townships],
  ...personalData({ basis: named('《婚姻登记条例》', 'Regulations on Marriage Registration') }),
  updateCycle: 'weekly',
  levels: ['region', 'county'],
  history: true,
  key: 'citizen_id',
  eventTime: 'updated_at',
  drift: 'evolve',
  fields: [
    citizenKey('身份证件号码'),
    nameCopy,
    source('marital_status', '婚姻状况', 'person.marital_status', {
      required: true,
      mapping: { '1': '10', '2': '20', '3': '30', '4': '40', '9': '90' },
    }),
    source('spouse_citizen_id', '配偶公民身份号码', 'person.spouse_citizen_id'),
    source('registered_on', '登记日期', 'person.marriage_registered_on', { required: true }),
    updatedAt,
  ],
  rules: [
    { kind: 'date', field: 'registered_on' },
    // One current spouse; both say the same; both of age (Civil Code, Articles 1042, 1047).
    { kind: 'single', fields: ['spouse_citizen_id'], when: [{ field: 'marital_status', oneOf: married }] },
    { kind: 'mutual', field: 'spouse_citizen_id', when: [{ field: 'marital_status', oneOf: married }] },
    ofAge('citizen_id'),
    ofAge('spouse_citizen_id', 'spouse'),
    notAfterDeath('registered_on'),
    ...usualRules(['citizen_id']),
  ],
})
