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

/** 行政处罚信用信息 (Article 18): one record a decision and party, with repair and the last day of publicity. */
export const administrativePenalties = defineDataset({
  id: 'administrative_penalties',
  name: named('行政处罚信用信息', 'Administrative penalties'),
  abstract: named(
    '行政处罚决定及其公示、修复和撤销，由信用主管部门从各处罚机关归集。',
    'Decisions on administrative penalties, their publicity, repair and withdrawal, gathered by the credit authority.',
  ),
  article: '18',
  foundation: 'credit',
  form: 'table',
  ...heldBy('development_reform'),
  ...creditData(named('《中华人民共和国行政处罚法》第四十八条', 'Administrative Penalty Law, Article 48')),
  updateCycle: 'daily',
  levels: ['region', 'city', 'county'],
  history: true,
  holder,
  key: 'record_id',
  eventTime: 'updated_at',
  fields: [
    recordId('处罚信息标识'),
    ...party('行政相对人'),
    credit('record_kind', '处罚类别', {
      aliases: ['处罚种类'],
      required: true,
      mapping: { CF1: '11', CF2: '12', CF3: '13', CF4: '14', CF5: '15', CF6: '16', CF9: '19' },
    }),
    credit('document_no', '行政处罚决定书文号', { aliases: ['决定书文号'], required: true }),
    credit('decided_on', '处罚决定日期', { aliases: ['决定日期'], required: true }),
    credit('authority_name', '处罚机关', { aliases: ['处罚机关名称'], required: true }),
    credit('content', '处罚内容', { aliases: ['违法事实及处罚内容'] }),
    credit('amount', '罚款金额', { aliases: ['罚款金额（万元）', '处罚金额'] }),
    statusField,
    credit('repaired_on', '信用修复日期', { aliases: ['修复日期'] }),
    credit('shown_until', '公示截止日期', { aliases: ['公示截止期'], required: true }),
    divisionField,
    updatedAt,
  ],
  rules: [
    ...recordRules('CF'),
    { kind: 'requiredWhen', field: 'repaired_on', when: { field: 'status', oneOf: ['2'] } },
    { kind: 'range', field: 'amount', min: 0, max: 10_000_000 },
    { kind: 'dateOrder', earlier: 'decided_on', later: 'repaired_on' },
    { kind: 'dateOrder', earlier: 'decided_on', later: 'shown_until' },
    ...usualRules(['record_id'], 0.9),
  ],
})
