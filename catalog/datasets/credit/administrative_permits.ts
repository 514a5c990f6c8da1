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

/** 行政许可信用信息 (Article 18): one record a decision and holder. */
export const administrativePermits = defineDataset({
  id: 'administrative_permits',
  name: named('行政许可信用信息', 'Administrative permits'),
  abstract: named(
    '行政许可决定及其变更、撤销，由信用主管部门从各许可机关归集。',
    'Decisions on administrative permits and their withdrawal, gathered by the credit authority.',
  ),
  article: '18',
  foundation: 'credit',
  form: 'table',
  ...heldBy('development_reform'),
  ...creditData(named('《中华人民共和国行政许可法》第四十条', 'Administrative Licensing Law, Article 40')),
  updateCycle: 'daily',
  levels: ['region', 'city', 'county'],
  history: true,
  holder,
  key: 'record_id',
  eventTime: 'updated_at',
  fields: [
    recordId('许可信息标识'),
    ...party('行政相对人'),
    credit('record_kind', '许可类别', {
      aliases: ['许可种类'],
      required: true,
      mapping: { PT: '21', TX: '22', RK: '23', HZ: '24', DJ: '25', QT: '29' },
    }),
    credit('document_no', '行政许可决定文书号', { aliases: ['许可文书号'], required: true }),
    credit('decided_on', '许可决定日期', { aliases: ['决定日期'], required: true }),
    credit('authority_name', '许可机关', { aliases: ['许可机关名称'], required: true }),
    credit('content', '许可内容', { aliases: ['审批类别及许可内容'] }),
    statusField,
    credit('shown_until', '公示截止日期', { aliases: ['有效期自动公示至'] }),
    divisionField,
    updatedAt,
  ],
  rules: [
    ...recordRules('XK'),
    { kind: 'dateOrder', earlier: 'decided_on', later: 'shown_until' },
    ...usualRules(['record_id'], 0.9),
  ],
})
