import { defineDataset } from '../../dataset.ts'
import { heldBy, named, usualRules } from '../parts.ts'
import { codeHolder, organisationFields, organisationRules, publicRegister } from './entity_parts.ts'

/** 工会法人 (Article 14, item 6). */
export const tradeUnions = defineDataset({
  id: 'trade_unions',
  name: named('工会法人登记信息', 'Trade unions'),
  abstract: named(
    '取得法人资格的基层工会和地方、产业工会的登记项目。',
    'Trade unions that are legal persons, at workplaces, by place and by industry.',
  ),
  article: '14(6)',
  foundation: 'legal_entity',
  form: 'file',
  ...heldBy('trade_unions'),
  ...publicRegister(['《中华人民共和国工会法》', 'Trade Union Law']),
  updateCycle: 'quarterly',
  levels: ['region', 'city', 'county'],
  key: 'uscc',
  eventTime: 'updated_at',
  holder: codeHolder,
  fields: organisationFields({
    name: ['工会名称'],
    representative: '工会主席',
    established: '取得法人资格日期',
  }),
  rules: [...organisationRules('8'), ...usualRules(['uscc'], 0.8)],
})
