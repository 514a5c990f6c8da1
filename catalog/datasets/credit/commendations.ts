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

/** 表彰奖励 (Article 18): one record an honour and receiver. */
export const commendations = defineDataset({
  id: 'commendations',
  name: named('表彰奖励信用信息', 'Commendations'),
  abstract: named(
    '各级机关作出的表彰、奖励和荣誉称号，由信用主管部门归集。',
    'Commendations, awards and honorary titles of public bodies, gathered by the credit authority.',
  ),
  article: '18',
  foundation: 'credit',
  form: 'file',
  ...heldBy('development_reform'),
  ...creditData(
    named('《中华人民共和国个人信息保护法》第二十五条', 'Personal Information Protection Law, Article 25'),
  ),
  updateCycle: 'monthly',
  levels: ['region', 'city'],
  history: true,
  holder,
  key: 'record_id',
  eventTime: 'updated_at',
  fields: [
    recordId('表彰信息标识'),
    ...party('受表彰主体'),
    credit('record_kind', '表彰类别', {
      aliases: ['荣誉类别'],
      required: true,
      mapping: { BZ: '41', JL: '42', RY: '43' },
    }),
    credit('document_no', '表彰决定文号', { aliases: ['文号'], required: true }),
    credit('decided_on', '表彰日期', { aliases: ['决定日期'], required: true }),
    credit('authority_name', '表彰机关', { aliases: ['授予单位'], required: true }),
    credit('content', '表彰内容', { aliases: ['荣誉名称'] }),
    credit('amount', '奖励金额'),
    statusField,
    credit('shown_until', '公示截止日期'),
    divisionField,
    updatedAt,
  ],
  rules: [
    ...recordRules('BZ'),
    { kind: 'range', field: 'amount', min: 0, max: 1_000_000 },
    { kind: 'dateOrder', earlier: 'decided_on', later: 'shown_until' },
    ...usualRules(['record_id'], 0.9),
  ],
})
