import { defineDataset } from '../../dataset.ts'
import { heldBy, named, usualRules } from '../parts.ts'
import { codeHolder, entity, organisationFields, organisationRules, publicRegister } from './entity_parts.ts'

/** 社会组织登记 (Article 14, item 2). */
export const socialOrganisations = defineDataset({
  id: 'social_organisations',
  name: named('社会组织登记信息', 'Social organisations'),
  abstract: named(
    '社会团体、民办非企业单位和基金会的登记项目。',
    'Registered social organisations, private non-enterprise units and foundations.',
  ),
  article: '14(2)',
  foundation: 'legal_entity',
  form: 'file',
  ...heldBy('civil_affairs'),
  ...publicRegister([
    '《社会团体登记管理条例》；《民办非企业单位登记管理暂行条例》；《基金会管理条例》',
    'Regulations on Social Organisations, on Private Non-enterprise Units and on Foundations',
  ]),
  updateCycle: 'weekly',
  levels: ['region', 'city', 'county'],
  key: 'uscc',
  eventTime: 'updated_at',
  history: true,
  holder: codeHolder,
  fields: organisationFields({ name: ['企业名称', '社会组织名称'], representative: '法定代表人' }, [
    entity('registered_capital', '开办资金', ['注册资金']),
    entity('business_scope', '业务范围'),
    entity('supervising_body', '业务主管单位'),
  ]),
  rules: [
    ...organisationRules('5'),
    // Committees of villagers and residents, 54 and 55, have a register of their own.
    {
      kind: 'pattern',
      field: 'uscc',
      pattern: '^5[1239]',
      examples: {
        good: [
          { uscc: '51150100MATEAT0143' },
          { uscc: '52150200MJATEAT108' },
          { uscc: '53150100MATEAT0143' },
          { uscc: '59150100MATEAT0143' },
        ],
        bad: [{ uscc: '54150100MATEAT0143' }, { uscc: '91150100MATEAT0143' }, { uscc: '15100000MATEAT0143' }],
      },
    },
    { kind: 'range', field: 'registered_capital', min: 0, max: 100_000_000 },
    ...usualRules(['uscc'], 0.8),
  ],
})
