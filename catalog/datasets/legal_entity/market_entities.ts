import { defineDataset } from '../../dataset.ts'
import { heldBy, named, usualRules } from '../parts.ts'
import {
  codeHolder,
  entity,
  organisationFields,
  organisationRules,
  publicRegister,
  registrationLaw,
} from './entity_parts.ts'

/** 经营主体登记 (Article 14, item 1). */
export const marketEntities = defineDataset({
  id: 'market_entities',
  name: named('经营主体登记信息', 'Market entities'),
  abstract: named(
    '企业、个体工商户和农民专业合作社的登记项目。',
    'Registered enterprises, individual businesses and cooperatives.',
  ),
  article: '14(1)',
  foundation: 'legal_entity',
  form: 'table',
  ...heldBy('market_regulation'),
  ...publicRegister(registrationLaw),
  updateCycle: 'daily',
  levels: ['region', 'city', 'county'],
  key: 'uscc',
  eventTime: 'updated_at',
  history: true,
  holder: codeHolder,
  fields: organisationFields({ name: ['企业名称'], representative: '法定代表人' }, [
    entity('registered_capital', '注册资本', ['注册资金']),
    entity('industry', '行业门类', ['行业门类代码']),
    entity('business_scope', '经营范围'),
  ]),
  rules: [
    ...organisationRules('9'),
    {
      kind: 'usccKind',
      field: 'kind',
      uscc: 'uscc',
      kinds: [
        { word: '个体工商户', categories: ['92'] },
        { word: '有限责任公司', categories: ['91'] },
        { word: '股份有限公司', categories: ['91'] },
      ],
    },
    { kind: 'amount', field: 'registered_capital', negative: true, plausible: 50_000_000 },
    { kind: 'range', field: 'registered_capital', min: 0, max: 100_000_000 },
    ...usualRules(['uscc'], 0.8),
  ],
})
