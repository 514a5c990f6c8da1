import { defineDataset } from '../../dataset.ts'
import {
  citizenKey,
  copy,
  heldBy,
  nameCopy,
  named,
  notAfterDeath,
  personalData,
  sexCopy,
  source,
  updatedAt,
  usualRules,
} from '../parts.ts'

/** 最低生活保障 (Article 13, item 6): who receives it, with its history. */
export const minimumLivingAllowance = defineDataset({
  id: 'minimum_living_allowance',
  name: named('最低生活保障对象信息', 'Minimum living allowance'),
  abstract: named(
    '城乡最低生活保障对象的认定、变更和终止，由民政部门采集。',
    'Recipients of the urban and rural minimum living allowance, collected by civil affairs.',
  ),
  article: '13(6)',
  foundation: 'person',
  form: 'file',
  ...heldBy('civil_affairs'),
  ...personalData({ basis: named('《社会救助暂行办法》', 'Interim Measures for Social Assistance') }),
  updateCycle: 'monthly',
  levels: ['region', 'county'],
  history: true,
  key: 'citizen_id',
  eventTime: 'updated_at',
  fields: [
    citizenKey(),
    nameCopy,
    sexCopy,
    copy('household_division', '户籍所在区划', 'person.household_division', { aliases: ['户籍区划代码'] }),
    copy('household_address', '户籍地址', 'person.household_address', { aliases: ['家庭住址'] }),
    source('certificate_no', '低保证号', 'person.allowance_no', { required: true }),
    source('kind', '低保类别', 'person.allowance_kind', {
      aliases: ['保障类别'],
      required: true,
      mapping: { CS: '1', NC: '2' },
    }),
    source('from_date', '保障起始日期', 'person.allowance_from', { aliases: ['起始年月'], required: true }),
    source('until_date', '保障终止日期', 'person.allowance_until', { aliases: ['停保日期'] }),
    source('amount', '月保障金额', 'person.allowance_amount', { aliases: ['月补助金额'] }),
    updatedAt,
  ],
  rules: [
    { kind: 'range', field: 'amount', min: 0, max: 5000 },
    { kind: 'date', field: 'until_date', allowFuture: true },
    { kind: 'dateOrder', earlier: 'from_date', later: 'until_date' },
    { kind: 'reference', field: 'citizen_id', datasets: ['household_registration'], severity: 'warn' },
    notAfterDeath('until_date', { openEnd: true, days: 62 }),
    ...usualRules(['citizen_id']),
  ],
})
