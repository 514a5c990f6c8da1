import { defineDataset } from '../../dataset.ts'
import { heldBy, named, usualRules } from '../parts.ts'
import { codeHolder, entity, organisationFields, organisationRules, publicRegister } from './entity_parts.ts'

/** 法律服务机构 (Article 14, item 4). */
export const legalServiceBodies = defineDataset({
  id: 'legal_service_bodies',
  name: named('法律服务机构登记信息', 'Legal service bodies'),
  abstract: named(
    '律师执业机构、公证处、基层法律服务所、司法鉴定机构和仲裁委员会的登记项目。',
    'Law firms, notaries, grassroots legal services, forensic institutes and arbitration commissions.',
  ),
  article: '14(4)',
  foundation: 'legal_entity',
  form: 'file',
  ...heldBy('justice'),
  ...publicRegister([
    '《中华人民共和国律师法》；《中华人民共和国公证法》；《中华人民共和国仲裁法》',
    'Lawyers Law; Notarisation Law; Arbitration Law',
  ]),
  updateCycle: 'weekly',
  levels: ['region', 'city'],
  key: 'uscc',
  eventTime: 'updated_at',
  holder: codeHolder,
  fields: organisationFields(
    {
      name: ['机构名称', '执业机构名称'],
      code: ['执业机构代码'],
      representative: '负责人',
      address: '执业场所',
      established: '批准设立日期',
      status: { 正常: '1', 吊销执业许可: '2', 注销执业许可: '3' },
    },
    [
      entity('registered_capital', '设立资产', ['开办资金']),
      entity('business_scope', '业务范围'),
      entity('supervising_body', '主管司法行政机关'),
    ],
  ),
  rules: [
    ...organisationRules('3'),
    { kind: 'range', field: 'registered_capital', min: 0, max: 10_000_000 },
    ...usualRules(['uscc'], 0.8),
  ],
})
