import { defineDataset } from '../../dataset.ts'
import { heldBy, named, usualRules } from '../parts.ts'
import { codeHolder, entity, organisationFields, organisationRules, publicRegister } from './entity_parts.ts'

/** 农村集体经济组织 (Article 14, item 7). */
export const ruralCollectives = defineDataset({
  id: 'rural_collectives',
  name: named('农村牧区集体经济组织登记信息', 'Rural collective economic organisations'),
  abstract: named(
    '组级、嘎查村级和苏木乡镇级集体经济组织的登记项目。',
    'Collective economic organisations of groups, villages and townships.',
  ),
  article: '14(7)',
  foundation: 'legal_entity',
  form: 'file',
  ...heldBy('agriculture'),
  ...publicRegister([
    '《中华人民共和国农村集体经济组织法》',
    'Law on Rural Collective Economic Organisations',
  ]),
  updateCycle: 'monthly',
  levels: ['region', 'county'],
  key: 'uscc',
  eventTime: 'updated_at',
  holder: codeHolder,
  fields: organisationFields(
    { name: ['集体经济组织名称'], representative: '法定代表人', established: '登记赋码日期' },
    [
      entity('registered_capital', '资产总额', ['注册资金']),
      entity('business_scope', '业务范围', ['经营范围']),
    ],
  ),
  rules: [
    ...organisationRules('N'),
    { kind: 'range', field: 'registered_capital', min: 0, max: 10_000_000 },
    ...usualRules(['uscc'], 0.9),
  ],
})
