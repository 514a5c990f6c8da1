import { defineDataset } from '../../dataset.ts'
import { entityNameCopy, heldBy, named, own, updatedAt, usccKey, usualRules } from '../parts.ts'
import { openRegister, registrationLaw } from './entity_parts.ts'

const branch = own('branch')

/** 分支机构 (Article 14, item 1): one row an entity and branch. */
export const entityBranches = defineDataset({
  id: 'entity_branches',
  name: named('经营主体分支机构信息', 'Branches of market entities'),
  abstract: named(
    '经营主体与其分支机构的隶属关系，每分支机构一行。',
    'Branches with the entity that they belong to, one row a branch.',
  ),
  article: '14(1)',
  foundation: 'legal_entity',
  form: 'table',
  ...heldBy('market_regulation'),
  ...openRegister(registrationLaw),
  updateCycle: 'daily',
  levels: ['region', 'city', 'county'],
  key: 'uscc',
  recordKey: ['branch_uscc'],
  eventTime: 'updated_at',
  fields: [
    usccKey('隶属企业统一社会信用代码'),
    entityNameCopy,
    branch('branch_uscc', '分支机构统一社会信用代码', { aliases: ['分支机构代码'], required: true }),
    branch('branch_name', '分支机构名称', { required: true }),
    branch('principal_name', '负责人姓名', { aliases: ['分支机构负责人'] }),
    branch('established_on', '成立日期', { required: true }),
    branch('cancelled_on', '注销日期'),
    branch('division', '所在区划', { aliases: ['区划代码'], required: true }),
    branch('address', '营业场所', { aliases: ['经营场所'] }),
    branch('status', '登记状态', { required: true }),
    updatedAt,
  ],
  rules: [
    { kind: 'uscc', field: 'uscc', authorities: ['9'] },
    { kind: 'uscc', field: 'branch_uscc', authorities: ['9'] },
    { kind: 'name', field: 'branch_name', of: 'organisation' },
    { kind: 'address', field: 'address', division: 'division' },
    { kind: 'dateOrder', earlier: 'established_on', later: 'cancelled_on' },
    { kind: 'reference', field: 'uscc', datasets: ['market_entities'], severity: 'warn' },
    { kind: 'reference', field: 'branch_uscc', datasets: ['market_entities'], severity: 'warn' },
    ...usualRules(['uscc', 'branch_uscc'], 0.8),
  ],
})
