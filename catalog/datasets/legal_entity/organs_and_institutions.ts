import { defineDataset } from '../../dataset.ts'
import { heldBy, named, usualRules } from '../parts.ts'
import { codeHolder, entity, organisationFields, organisationRules, publicRegister } from './entity_parts.ts'

/** 机关、事业单位和群众团体 (Article 14, item 3). */
export const organsAndInstitutions = defineDataset({
  id: 'organs_and_institutions',
  name: named('机关和事业单位登记信息', 'Organs and public institutions'),
  abstract: named(
    '机关、事业单位和机构编制部门直接管理机构编制的群众团体的登记项目。',
    'Organs, public institutions and mass organisations whose establishment is set by the state.',
  ),
  article: '14(3)',
  foundation: 'legal_entity',
  form: 'table',
  ...heldBy('organisation_establishment'),
  ...publicRegister([
    '《事业单位登记管理暂行条例》',
    'Interim Regulations on the Registration of Public Institutions',
  ]),
  updateCycle: 'monthly',
  levels: ['region', 'city', 'county'],
  key: 'uscc',
  eventTime: 'updated_at',
  holder: codeHolder,
  fields: organisationFields(
    { name: ['机构名称', '事业单位名称'], representative: '法定代表人', established: '批准设立日期' },
    [
      entity('registered_capital', '开办资金'),
      entity('business_scope', '宗旨和业务范围', ['业务范围']),
      entity('supervising_body', '举办单位'),
    ],
  ),
  rules: [
    ...organisationRules('1'),
    { kind: 'range', field: 'registered_capital', min: 0, max: 100_000_000 },
    ...usualRules(['uscc'], 0.9),
  ],
})
