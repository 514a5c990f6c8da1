import { defineDataset } from '../../dataset.ts'
import { citizenKey, heldBy, nameCopy, named, own, personalData, updatedAt, usualRules } from '../parts.ts'

const change = own('identity_change')

/** 公民身份号码变更 (Article 13, item 1): the number that a person held before, one row a change. */
export const identityNumberChanges = defineDataset({
  id: 'identity_number_changes',
  name: named('公民身份号码变更信息', 'Changes of identity number'),
  abstract: named(
    '公民身份号码更正、变更前后的号码，用于把同一人的新旧号码归并为一人。',
    'Identity numbers before and after a correction, by which records under both count as one person’s.',
  ),
  article: '13(1)',
  foundation: 'person',
  form: 'table',
  ...heldBy('public_security'),
  ...personalData({
    basis: named('《中华人民共和国居民身份证法》', 'Law on Resident Identity Cards'),
  }),
  updateCycle: 'daily',
  key: 'citizen_id',
  recordKey: ['former_citizen_id'],
  eventTime: 'updated_at',
  fields: [
    citizenKey('现公民身份号码'),
    change('former_citizen_id', '原公民身份号码', { aliases: ['变更前公民身份号码'], required: true }),
    nameCopy,
    change('reason', '变更原因', { aliases: ['变更原因代码'], required: true }),
    change('changed_on', '变更日期', { required: true }),
    change('division', '办理机关所在区划', { aliases: ['办理区划代码'] }),
    updatedAt,
  ],
  rules: [
    { kind: 'reference', field: 'citizen_id', datasets: ['household_registration'], severity: 'warn' },
    ...usualRules(['citizen_id', 'former_citizen_id']),
  ],
})
