import { defineDataset } from '../../dataset.ts'
import { heldBy, named, usualRules } from '../parts.ts'
import { codeHolder, organisationFields, organisationRules, publicRegister } from './entity_parts.ts'

/** 宗教活动场所 (Article 14, item 5). */
export const religiousVenues = defineDataset({
  id: 'religious_venues',
  name: named('宗教活动场所登记信息', 'Religious venues'),
  abstract: named(
    '寺观教堂等宗教活动场所和宗教院校的登记项目。',
    'Registered temples, mosques, churches and other venues, and religious schools.',
  ),
  article: '14(5)',
  foundation: 'legal_entity',
  form: 'file',
  ...heldBy('religious_affairs'),
  ...publicRegister(['《宗教事务条例》', 'Regulations on Religious Affairs']),
  updateCycle: 'quarterly',
  levels: ['region', 'county'],
  key: 'uscc',
  eventTime: 'updated_at',
  holder: codeHolder,
  fields: organisationFields({
    name: ['场所名称'],
    representative: '场所负责人',
    address: '场所地址',
    established: '登记日期',
  }),
  rules: [...organisationRules('7'), ...usualRules(['uscc'], 0.9)],
})
