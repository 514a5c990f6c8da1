import { defineDataset } from '../../dataset.ts'
import { entityNameCopy, heldBy, named, own, updatedAt, usccKey, usualRules } from '../parts.ts'
import { openRegister } from './entity_parts.ts'

const change = own('code_change')

/** 统一社会信用代码变更 (Article 14, item 8): one row an entity and former code. The key is the code of today. */
export const entityCodeChanges = defineDataset({
  id: 'entity_code_changes',
  name: named('统一社会信用代码变更信息', 'Changes of unified social credit codes'),
  abstract: named(
    '代码校核后更正、归并或者变更的统一社会信用代码，新旧代码对照，每原代码一行。',
    'Codes corrected, merged or changed after verification, new and former code, one row a former code.',
  ),
  article: '14(8)',
  foundation: 'legal_entity',
  form: 'table',
  ...heldBy('market_regulation'),
  ...openRegister([
    '《内蒙古自治区组织机构统一社会信用代码管理办法》',
    "Inner Mongolia's Measures on Unified Social Credit Codes of Organisations",
  ]),
  updateCycle: 'daily',
  key: 'uscc',
  recordKey: ['former_uscc'],
  eventTime: 'updated_at',
  fields: [
    usccKey('新统一社会信用代码', '现统一社会信用代码'),
    entityNameCopy,
    change('former_uscc', '原统一社会信用代码', { aliases: ['旧统一社会信用代码'], required: true }),
    change('reason', '变更原因', { aliases: ['代码变更原因'], required: true }),
    change('changed_on', '变更日期', { aliases: ['代码变更日期'], required: true }),
    change('document_no', '变更文号'),
    updatedAt,
  ],
  rules: [...usualRules(['uscc', 'former_uscc'], 0.9)],
})
