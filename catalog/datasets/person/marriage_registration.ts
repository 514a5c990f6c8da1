import { defineDataset } from '../../dataset.ts'
import { citizenKey, heldBy, nameCopy, named, personalData, source, updatedAt, usualRules } from '../parts.ts'

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
  rules: [{ kind: 'date', field: 'registered_on' }, ...usualRules(['citizen_id'])],
})
