import { defineDataset } from '../../dataset.ts'
import { heldBy, named, updatedAt, usualRules } from '../parts.ts'
import {
  credit,
  creditData,
  divisionField,
  holder,
  party,
  recordId,
  recordRules,
  statusField,
} from './parts.ts'

/** 失信被执行人 (Article 18): one record a case and person subject to enforcement. */
export const dishonestPersons = defineDataset({
  id: 'dishonest_persons',
  name: named('失信被执行人信息', 'Dishonest persons subject to enforcement'),
  abstract: named(
    '失信被执行人名单的纳入、履行后修复和撤销，由人民法院提供。',
    'The list of dishonest persons subject to enforcement: entered, repaired and withdrawn, provided by the courts.',
  ),
  article: '18',
  foundation: 'credit',
  form: 'table',
  ...heldBy('courts'),
  ...creditData(
    named(
      '《最高人民法院关于公布失信被执行人名单信息的若干规定》',
      'Provisions of the Supreme People’s Court on publishing the list of dishonest persons',
    ),
  ),
  updateCycle: 'daily',
  levels: ['region', 'city', 'county'],
  history: true,
  holder,
  key: 'record_id',
  eventTime: 'updated_at',
  fields: [
    recordId('失信信息标识'),
    ...party('被执行人'),
    credit('record_kind', '履行情况', {
      aliases: ['被执行人的履行情况'],
      required: true,
      mapping: { A: '31', B: '32' },
    }),
    credit('document_no', '案号', { aliases: ['执行案号'], required: true }),
    credit('decided_on', '纳入日期', { aliases: ['发布日期', '立案时间'], required: true }),
    credit('authority_name', '执行法院', { required: true }),
    credit('content', '失信行为具体情形', { aliases: ['失信行为'] }),
    credit('amount', '未履行金额', { aliases: ['执行标的'] }),
    statusField,
    credit('repaired_on', '信用修复日期', { aliases: ['屏蔽日期'] }),
    credit('shown_until', '公布期限届满日', { aliases: ['公示截止日期'] }),
    divisionField,
    updatedAt,
  ],
  rules: [
    ...recordRules('SX'),
    { kind: 'requiredWhen', field: 'repaired_on', when: { field: 'status', oneOf: ['2'] } },
    { kind: 'range', field: 'amount', min: 0, max: 100_000_000 },
    { kind: 'dateOrder', earlier: 'decided_on', later: 'repaired_on' },
    { kind: 'dateOrder', earlier: 'decided_on', later: 'shown_until' },
    ...usualRules(['record_id'], 0.8),
  ],
})
