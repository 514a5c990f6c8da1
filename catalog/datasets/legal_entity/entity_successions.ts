import { defineDataset } from '../../dataset.ts'
import {
  entityNameCopy,
  entityReference,
  heldBy,
  named,
  own,
  updatedAt,
  usccKey,
  usualRules,
} from '../parts.ts'
import { openRegister, registrationLaw } from './entity_parts.ts'

const succession = own('succession')

/** 合并、分立和承继 (Article 14, item 8): one row a successor, predecessor and kind. The key is the successor. */
export const entitySuccessions = defineDataset({
  id: 'entity_successions',
  name: named('法人和非法人组织承继信息', 'Successions of legal entities'),
  abstract: named(
    '合并、分立、改制和职能划转中承继单位与前身单位的对应关系，每承继关系一行。',
    'Successors with their predecessors in mergers, splits, restructuring and transfers of functions.',
  ),
  article: '14(8)',
  foundation: 'legal_entity',
  form: 'table',
  ...heldBy('market_regulation'),
  ...openRegister(registrationLaw),
  updateCycle: 'weekly',
  key: 'uscc',
  recordKey: ['predecessor_uscc', 'kind'],
  eventTime: 'updated_at',
  fields: [
    usccKey('承继单位统一社会信用代码'),
    entityNameCopy,
    succession('predecessor_uscc', '前身统一社会信用代码', {
      aliases: ['原单位统一社会信用代码'],
      required: true,
    }),
    succession('predecessor_name', '前身名称', { aliases: ['原单位名称'] }),
    succession('kind', '承继方式', { aliases: ['承继类型'], required: true }),
    succession('effective_on', '生效日期', { aliases: ['承继日期'], required: true }),
    succession('document_no', '登记文号'),
    updatedAt,
  ],
  rules: [
    entityReference('uscc'),
    entityReference('predecessor_uscc'),
    ...usualRules(['uscc', 'predecessor_uscc', 'kind'], 0.9),
  ],
})
