import { defineDataset } from '../../dataset.ts'
import { heldBy, named, usualRules } from '../parts.ts'
import { codeHolder, organisationFields, organisationRules, publicRegister } from './entity_parts.ts'

/** 基层群众性自治组织 (Article 14, item 2): villagers' and residents' committees. */
export const selfGovernanceCommittees = defineDataset({
  id: 'self_governance_committees',
  name: named('基层群众性自治组织登记信息', 'Self-governance committees'),
  abstract: named(
    '嘎查村民委员会和社区居民委员会的赋码登记项目。',
    "Villagers' and residents' committees with their codes.",
  ),
  article: '14(2)',
  foundation: 'legal_entity',
  form: 'file',
  ...heldBy('civil_affairs'),
  ...publicRegister([
    '《中华人民共和国村民委员会组织法》；《中华人民共和国城市居民委员会组织法》',
    "Organic Law of Villagers' Committees; Organic Law of Urban Residents' Committees",
  ]),
  updateCycle: 'monthly',
  levels: ['region', 'county'],
  key: 'uscc',
  eventTime: 'updated_at',
  holder: codeHolder,
  fields: organisationFields({
    name: ['村（居）民委员会名称'],
    representative: '主任',
    address: '办公地址',
    established: '设立日期',
    status: { A: '1', B: '4' },
  }),
  rules: [
    ...organisationRules('5'),
    {
      kind: 'pattern',
      field: 'uscc',
      pattern: '^5[45]',
      examples: {
        good: [{ uscc: '54150100MATEAT0143' }, { uscc: '55150100MATEAT0143' }],
        bad: [{ uscc: '51150100MATEAT0143' }, { uscc: '56150100MATEAT0143' }, { uscc: '95150100MATEAT0143' }],
      },
    },
    ...usualRules(['uscc'], 0.9),
  ],
})
